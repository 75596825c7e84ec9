package io.rapport.ingestion.mailbox;

import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import io.rapport.ingestion.fold.Insiders;
import io.rapport.ingestion.fold.Pseudonyms;
import io.rapport.ingestion.fold.UnitFold;
import io.rapport.ingestion.plan.Window;
import io.rapport.kit.keys.EpochCipher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Single stages of reading mail, each on one thread, on pages as they come over the wire. */
public final class Stages {

    /** Messages of {@link #pages}. */
    public static final int UNIT_MESSAGES = ParseAndFold.MESSAGES;

    private static final EpochCipher CIPHER = new EpochCipher(new byte[32]);

    private Stages() {}

    /** One unit: decompressed, parsed and folded. @return something that depends on all of it */
    public static int inflateAndFold(List<byte[]> zipped, Window window, String owner) throws IOException {
        UnitFold fold = newFold(window, owner);
        for (byte[] page : zipped) {
            byte[] json = inflate(page);
            MessagePage.read(json, json.length, fold);
        }
        return fold.contacts().size();
    }

    /** One unit's pages as {@link ParseAndFold} makes them. */
    public static List<byte[]> pages(long seed) {
        return ParseAndFold.pages(seed);
    }

    /** One unit of {@link #pages}. @return something that depends on all of it */
    public static int fold(List<byte[]> pages) throws IOException {
        UnitFold fold = newFold(ParseAndFold.WINDOW, ParseAndFold.OWNER);
        for (byte[] page : pages) {
            MessagePage.read(page, page.length, fold);
        }
        return fold.contacts().size();
    }

    static UnitFold newFold(Window window, String owner) {
        return new UnitFold(window, Set.of(owner), new Insiders(Set.of("contoso.example"), Set.of()), new Pseudonyms() {
            @Override
            public long conversation(byte[] conversationId) {
                return CIPHER.pseudonym64("conversation", conversationId);
            }

            @Override
            public long meeting(String iCalUId, long start) {
                return start;
            }
        });
    }

    /** One unit: decompressed and read into the official SDK's models. @return how many messages */
    public static int sdkModels(List<byte[]> zipped) throws IOException {
        int messages = 0;
        for (byte[] page : zipped) {
            MessageCollectionResponse read = Objects.requireNonNull(new JsonParseNodeFactory()
                    .getParseNode("application/json", new ByteArrayInputStream(inflate(page)))
                    .getObjectValue(MessageCollectionResponse::createFromDiscriminatorValue));
            messages += Objects.requireNonNull(read.getValue()).size();
        }
        return messages;
    }

    private static byte[] inflate(byte[] page) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(page), 1 << 16)) {
            return in.readAllBytes();
        }
    }
}
