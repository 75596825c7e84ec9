package io.rapport.ingestion.mailbox;

import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.graph.models.Recipient;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import io.rapport.ingestion.fold.UnitFold;
import io.rapport.ingestion.plan.Window;
import io.rapport.simulator.mail.EmailAddress;
import io.rapport.simulator.source.BulkTenant;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
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
 * One unit (two pages of a thousand messages, Graph's shape, seven fields and an etag) parsed and folded to finished
 * contact rows: as the worker does it, and with other parsers before the same fold. Conversations get the worker's own
 * pseudonyms. Beside them what nothing can fall below: finding every quote, and decompressing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // filled before it is measured
public class ParseAndFold {

    private static final int PAGES = 2;
    /** Whose correspondents they are. */
    private static final int KIND = 7;

    private static final int PAGE = 1_000;
    /** Of one unit. */
    static final int MESSAGES = PAGES * PAGE;

    static final Window WINDOW = new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-02-01"));
    static final String OWNER = "owner@contoso.example";
    static final String OWNER_NAME = "Me Myself";
    private static final String ME = person(OWNER_NAME, OWNER);

    /** How the ids of a mailbox begin, and those of the messages of a folder go on. */
    private static final String MAILBOX = "AAMkAGI2NGVhZTVlLTI1OGMtNDI4My1iZmE5LTA5OGJiZGEzMTc0YQ";

    private static final String FOLDER =
            "BGAAAAAADUuTJK1K9gTpCdqXop_4NaBwCd9nJ-tVysQos2hTfspaWRAAAAAAEMAACd9nJ-tVysQos2hTfspaWR";

    private List<byte[]> pages;
    private List<byte[]> zipped;
    private byte[] buffer;

    @Setup
    public void setUp() {
        pages = pages(7);
        zipped = pages.stream().map(ParseAndFold::zip).toList();
        buffer = new byte[pages.stream().mapToInt(page -> page.length).max().orElse(0)];
    }

    /** As the worker does it. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Object ours() throws IOException {
        UnitFold fold = fold();
        for (byte[] page : pages) {
            MessagePage.read(page, page.length, fold);
        }
        return fold.contacts();
    }

    /** A general streaming parser before the same fold. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Object jacksonStreaming() throws IOException {
        UnitFold fold = fold();
        for (byte[] page : pages) {
            JacksonStream.read(page, fold);
        }
        return fold.contacts();
    }

    /** The official SDK's models before the same fold. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Object sdkModels() {
        UnitFold fold = fold();
        Written header = new Written(fold);
        for (byte[] page : pages) {
            MessageCollectionResponse read = Objects.requireNonNull(new JsonParseNodeFactory()
                    .getParseNode("application/json", new ByteArrayInputStream(page))
                    .getObjectValue(MessageCollectionResponse::createFromDiscriminatorValue));
            Objects.requireNonNull(read.getValue()).forEach(message -> accept(message, header));
        }
        return fold.contacts();
    }

    /** As the worker does it, from what comes over the wire. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Object inflateAndFold() throws IOException {
        UnitFold fold = fold();
        for (byte[] page : zipped) {
            MessagePage.read(buffer, Stages.inflate(page, buffer), fold);
        }
        return fold.contacts();
    }

    /** The limit of anything that reads what comes over the wire. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int inflateOnly() throws IOException {
        int length = 0;
        for (byte[] page : zipped) {
            length += Stages.inflate(page, buffer);
        }
        return length;
    }

    /** The limit of a parser: every quote found, eight bytes at a time, and nothing done with it. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int quotesOnly() {
        int quotes = 0;
        for (byte[] page : pages) {
            ByteBuffer bytes = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at + Long.BYTES <= page.length; at += Long.BYTES) {
                long value = bytes.getLong(at) ^ 0x2222222222222222L;
                quotes += Long.bitCount(value - 0x0101010101010101L & ~value & 0x8080808080808080L);
            }
        }
        return quotes;
    }

    private static UnitFold fold() {
        return Stages.newFold(WINDOW, OWNER);
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

    /** One unit's pages, of an own mailbox for each seed. */
    static List<byte[]> pages(long seed) {
        Random ids = new Random(seed);
        List<byte[]> pages = new ArrayList<>();
        for (int page = 0; page < PAGES; page++) {
            pages.add(page(seed, page * PAGE, ids));
        }
        return pages;
    }

    /** 470 correspondents, well known ones more often; 3.3 recipients. Ids vary where Exchange's do. */
    private static byte[] page(long seed, int from, Random ids) {
        StringBuilder json =
                new StringBuilder("{\"@odata.context\":\"https://graph.example/v1.0/$metadata\",\"value\":[");
        for (int i = from; i < from + PAGE; i++) {
            boolean ours = ids.nextInt(3) == 0;
            Random conversation = new Random((1_000_003 * seed + BulkTenant.conversation(i)) * 0x9E3779B97F4A7C15L);
            String conversationId = base64(conversation, 16);
            String contact = contact(conversation);
            json.append(i == from ? "" : ",")
                    .append("{\"@odata.etag\":\"W/\\\"CQAAABYAAADB5mhcp2bZQ5oK7Vh3k8h4AAAD")
                    .append(base64(ids, 4))
                    .append("\\\"\",\"id\":\"")
                    .append(MAILBOX)
                    .append(FOLDER)
                    .append(base64(ids, 9))
                    .append("\",\"receivedDateTime\":\"")
                    .append(WINDOW.start().plusSeconds(31 * 86_400 * (long) i / MESSAGES))
                    .append("\",\"conversationId\":\"")
                    .append(MAILBOX)
                    .append(conversationId)
                    .append("\",\"isDraft\":false,\"from\":")
                    .append(ours ? ME : contact)
                    .append(",\"toRecipients\":[")
                    .append(ours ? contact : ME)
                    .append("],\"ccRecipients\":[")
                    .append(contact(conversation))
                    .append(conversation.nextInt(3) == 0 ? "," + contact(conversation) : "")
                    .append("]}");
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(Random random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().encodeToString(value);
    }

    private static String contact(Random random) {
        EmailAddress contact = BulkTenant.contact(KIND, random);
        return person(contact.name(), contact.address());
    }

    private static String person(@Nullable String name, @Nullable String address) {
        return "{\"emailAddress\":{\"name\":\"" + name + "\",\"address\":\"" + address + "\"}}";
    }
}
