package io.rapport.ingestion.mailbox;

import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.graph.models.Recipient;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import io.rapport.ingestion.fetch.Gunzip;
import io.rapport.ingestion.fold.UnitFold;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A unit of two pages of a thousand messages, or the largest months of real mailboxes, parsed and folded to finished
 * contact rows: as the worker does it, and with other parsers before the same fold. Conversations get the worker's own
 * pseudonyms. Beside them what nothing can fall below: finding every quote, and decompressing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // filled before it is measured
public class ParseAndFold {

    /** Real headers to take the pages from, and the domains of those whose mail they are, apart by commas. */
    public static final String DATA = "rapport.bench.data";

    public static final String INTERNAL_DOMAINS = "rapport.bench.internal-domains";

    /** Messages that JMH counts of each run; with real headers they are {@link #messages}. */
    public static final int COUNTED = UnitPages.MESSAGES;

    private List<UnitPages> units;
    private List<List<byte[]>> zipped;
    /** Have read everything already. */
    private List<UnitFold> folded;

    private final Gunzip worker = Gunzip.ofWorker();
    private final Gunzip jdk = Gunzip.ofJdk();

    /** Of one run on a file of real headers. */
    public static long messages(Path data, List<String> internalDomains) throws IOException {
        return UnitPages.ofFile(data, internalDomains).stream()
                .mapToLong(UnitPages::messages)
                .sum();
    }

    @Setup
    public void setUp() throws IOException {
        String data = System.getProperty(DATA);
        units = data == null
                ? List.of(UnitPages.made(7))
                : UnitPages.ofFile(
                        Path.of(data),
                        List.of(System.getProperty(INTERNAL_DOMAINS, "").split(",")));
        zipped = units.stream()
                .map(unit -> unit.pages().stream().map(ParseAndFold::zip).toList())
                .toList();
        folded = new ArrayList<>();
        for (UnitPages unit : units) {
            folded.add(Stages.newFold(unit));
        }
        scanOnly();
    }

    /** As the worker does it. */
    @Benchmark
    @OperationsPerInvocation(COUNTED)
    public int ours() throws IOException {
        return contactsOf((page, fold) -> MessagePage.read(page, page.length, fold));
    }

    /** Ours again on pages that the fold has read before: nothing is counted, so what it costs is the parser's. */
    @Benchmark
    @OperationsPerInvocation(COUNTED)
    public long scanOnly() throws IOException {
        long messages = 0;
        for (int unit = 0; unit < units.size(); unit++) {
            for (byte[] page : units.get(unit).pages()) {
                MessagePage.read(page, page.length, folded.get(unit));
            }
            messages += folded.get(unit).messages();
        }
        return messages;
    }

    /** A general streaming parser before the same fold. */
    @Benchmark
    @OperationsPerInvocation(COUNTED)
    public int jacksonStreaming() throws IOException {
        return contactsOf(JacksonStream::read);
    }

    /** A fast parser into objects of the needed fields before the same fold. */
    @Benchmark
    @OperationsPerInvocation(COUNTED)
    public int fastjson2() throws IOException {
        return contactsOf(FastJson::read);
    }

    /** The official SDK's models before the same fold. */
    @Benchmark
    @OperationsPerInvocation(COUNTED)
    public int sdkModels() throws IOException {
        return contacts((unit, fold) -> {
            Written header = new Written(fold);
            for (byte[] page : units.get(unit).pages()) {
                MessageCollectionResponse read = Objects.requireNonNull(new JsonParseNodeFactory()
                        .getParseNode("application/json", new ByteArrayInputStream(page))
                        .getObjectValue(MessageCollectionResponse::createFromDiscriminatorValue));
                Objects.requireNonNull(read.getValue()).forEach(message -> accept(message, header));
            }
        });
    }

    /** As the worker does it on this machine, from what comes over the wire. */
    @Benchmark
    @OperationsPerInvocation(COUNTED)
    public int inflateAndFold() throws IOException {
        return inflateAndFold(worker);
    }

    /** As the worker does it on a machine that has nothing but a JDK. */
    @Benchmark
    @OperationsPerInvocation(COUNTED)
    public int jdkInflateAndFold() throws IOException {
        return inflateAndFold(jdk);
    }

    private int inflateAndFold(Gunzip gunzip) throws IOException {
        return contacts((unit, fold) -> {
            for (byte[] page : zipped.get(unit)) {
                int length = gunzip.page(page);
                MessagePage.read(gunzip.bytes(), length, fold);
            }
        });
    }

    private interface Reader {
        void read(int unit, UnitFold fold) throws IOException;
    }

    private interface Parser {
        void read(byte[] page, UnitFold fold) throws IOException;
    }

    /** Parses page after page of each unit. @return how many rows that makes */
    private int contactsOf(Parser parser) throws IOException {
        return contacts((unit, fold) -> {
            for (byte[] page : units.get(unit).pages()) {
                parser.read(page, fold);
            }
        });
    }

    /** Reads each unit into a fold of its own. @return how many rows that makes */
    private int contacts(Reader reader) throws IOException {
        int contacts = 0;
        for (int unit = 0; unit < units.size(); unit++) {
            UnitFold fold = Stages.newFold(units.get(unit));
            reader.read(unit, fold);
            contacts += fold.contacts().size();
        }
        return contacts;
    }

    /** What comes over the wire, decompressed by the JDK. */
    @Benchmark
    @OperationsPerInvocation(COUNTED)
    public int jdkInflateOnly() throws IOException {
        int length = 0;
        for (List<byte[]> unit : zipped) {
            for (byte[] page : unit) {
                length += jdk.page(page);
            }
        }
        return length;
    }

    /** The limit of a parser: every quote found, eight bytes at a time, and nothing done with it. */
    @Benchmark
    @OperationsPerInvocation(COUNTED)
    public int quotesOnly() {
        int quotes = 0;
        for (UnitPages unit : units) {
            for (byte[] page : unit.pages()) {
                quotes += quotes(page);
            }
        }
        return quotes;
    }

    private static int quotes(byte[] page) {
        int quotes = 0;
        ByteBuffer bytes = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + Long.BYTES <= page.length; at += Long.BYTES) {
            long value = bytes.getLong(at) ^ 0x2222222222222222L;
            quotes += Long.bitCount(value - 0x0101010101010101L & ~value & 0x8080808080808080L);
        }
        return quotes;
    }

    private static void accept(Message message, Written header) {
        header.begin();
        header.id(String.valueOf(message.getId()));
        header.conversation(String.valueOf(message.getConversationId()));
        header.draft(Boolean.TRUE.equals(message.getIsDraft()));
        header.received(Objects.requireNonNull(message.getReceivedDateTime()).toEpochSecond());
        header.from(address(message.getFrom()), name(message.getFrom()));
        all(message.getToRecipients()).forEach(who -> header.recipient(true, address(who), name(who)));
        all(message.getCcRecipients()).forEach(who -> header.recipient(false, address(who), name(who)));
        header.accept();
    }

    private static List<Recipient> all(@Nullable List<Recipient> recipients) {
        return recipients == null ? List.of() : recipients;
    }

    private static String address(@Nullable Recipient who) {
        return who == null || who.getEmailAddress() == null
                ? ""
                : String.valueOf(who.getEmailAddress().getAddress());
    }

    private static String name(@Nullable Recipient who) {
        return who == null || who.getEmailAddress() == null
                ? ""
                : String.valueOf(who.getEmailAddress().getName());
    }

    private static byte[] zip(byte[] page) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
