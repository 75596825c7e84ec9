package io.rapport.insights.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rapport.contracts.ids.Te;
import io.rapport.stack.part.BlobStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {

    private static final Te TE = new Te(1);

    @TempDir
    Path spool;

    @Test
    void aFinishedDraftIsThereWholeUnderItsEpoch() throws IOException {
        try (BlobStorage storage = BlobStorage.start()) {
            BlobStore store = new BlobStore(storage.container().toString(), spool);
            Path draft =
                    Files.writeString(Files.createDirectories(store.drafts(TE)).resolve("draft"), "sealed");

            store.keep(TE, "2026-01-02T03-04-05Z.snapshot", draft);

            String name = TE + "/2026-01-02T03-04-05Z.snapshot";
            assertThat(storage.names()).containsExactly(name);
            assertThat(storage.content(name)).asString().isEqualTo("sealed");
        }
    }

    @Test
    void aRefusalDoesNotTellTheToken() throws IOException {
        try (BlobStorage storage = BlobStorage.start()) {
            String forged = storage.container().toString().replace("sig=simulated", "sig=forged");
            BlobStore store = new BlobStore(forged, spool);
            Path draft =
                    Files.writeString(Files.createDirectories(store.drafts(TE)).resolve("draft"), "sealed");

            assertThatThrownBy(() -> store.keep(TE, "x.snapshot", draft))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("sig=")
                    .hasNoCause();
            assertThat(storage.names()).isEmpty();
        }
    }
}
