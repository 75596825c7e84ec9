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

    private static final byte[] BUFFER = new byte[8 << 20];
    private static final EpochCipher CIPHER = new EpochCipher(new byte[32]);

    private Stages() {}

    /** One unit: decompressed, parsed and folded. @return something that depends on all of it */
    public static int inflateAndFold(List<byte[]> zipped, Window window, String owner) throws IOException {
        UnitFold fold = newFold(window, owner);
        for (byte[] page : zipped) {
            MessagePage.read(BUFFER, inflate(page, BUFFER), fold);
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
                    .getParseNode("application/json", new ByteArrayInputStream(BUFFER, 0, inflate(page, BUFFER)))
                    .getObjectValue(MessageCollectionResponse::createFromDiscriminatorValue));
            messages += Objects.requireNonNull(read.getValue()).size();
        }
        return messages;
    }

    /** As the worker does, into a buffer that is used again. @return how many bytes */
    static int inflate(byte[] page, byte[] buffer) throws IOException {
        int length = 0;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(page), 1 << 16)) {
            for (int more = in.read(buffer, 0, buffer.length);
                    more > 0;
                    more = in.read(buffer, length, buffer.length - length)) {
                length += more;
            }
        }
        return length;
    }
}
