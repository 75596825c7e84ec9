package io.rapport.ingestion.mailbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.graph.models.Recipient;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import io.rapport.ingestion.fold.Correspondent;
import io.rapport.ingestion.fold.Insiders;
import io.rapport.ingestion.fold.MessageHeader;
import io.rapport.ingestion.fold.Pseudonyms;
import io.rapport.ingestion.fold.UnitFold;
import io.rapport.ingestion.plan.Window;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
 * One unit (two pages of a thousand messages, Graph's shape, eight fields and an etag) parsed and folded: as the worker
 * does it, with the official SDK's models before the same fold, and the parse alone as the limit of a Jackson parser.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // filled before it is measured
public class ParseAndFold {

    private static final int PAGES = 2;
    private static final int PAGE = 1_000;
    private static final int MESSAGES = PAGES * PAGE;
    private static final Window WINDOW = new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-02-01"));
    private static final String OWNER = "owner@contoso.example";
    private static final JsonFactory JSON = new JsonFactory();

    private List<byte[]> pages;

    @Setup
    public void pages() {
        Random random = new Random(7);
        pages = new ArrayList<>();
        for (int page = 0; page < PAGES; page++) {
            pages.add(page(page * PAGE, random));
        }
    }

    /** As the worker does it. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Object ours() throws IOException {
        UnitFold fold = fold();
        for (byte[] page : pages) {
            MessagePage.read(new ByteArrayInputStream(page), fold::accept);
        }
        return fold.contacts();
    }

    /** The same fold behind the official SDK's models. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Object sdkModels() {
        UnitFold fold = fold();
        for (byte[] page : pages) {
            MessageCollectionResponse read = Objects.requireNonNull(new JsonParseNodeFactory()
                    .getParseNode("application/json", new ByteArrayInputStream(page))
                    .getObjectValue(MessageCollectionResponse::createFromDiscriminatorValue));
            Objects.requireNonNull(read.getValue()).forEach(message -> fold.accept(header(message)));
        }
        return fold.contacts();
    }

    /** Every token read and nothing done with it: what a Jackson parser cannot fall below. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int tokensOnly() throws IOException {
        int length = 0;
        for (byte[] page : pages) {
            try (JsonParser json = JSON.createParser(page)) {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    length += token == JsonToken.VALUE_STRING ? json.getTextLength() : 0;
                }
            }
        }
        return length;
    }

    private static UnitFold fold() {
        return new UnitFold(WINDOW, Set.of(OWNER), new Insiders(Set.of("contoso.example"), Set.of()), new Pseudonyms() {
            @Override
            public long conversation(String conversationId) {
                return conversationId.hashCode() * 0x9E3779B97F4A7C15L;
            }

            @Override
            public long meeting(String iCalUId, long start) {
                return iCalUId.hashCode() ^ start;
            }
        });
    }

    private static MessageHeader header(Message message) {
        return new MessageHeader(
                String.valueOf(message.getId()),
                String.valueOf(message.getConversationId()),
                "",
                Boolean.TRUE.equals(message.getIsDraft()),
                Objects.requireNonNull(message.getReceivedDateTime()).toEpochSecond(),
                correspondent(message.getFrom()),
                correspondents(message.getToRecipients()),
                correspondents(message.getCcRecipients()));
    }

    private static List<Correspondent> correspondents(@Nullable List<Recipient> recipients) {
        return recipients == null
                ? List.of()
                : recipients.stream().map(ParseAndFold::correspondent).toList();
    }

    private static Correspondent correspondent(@Nullable Recipient recipient) {
        return recipient == null || recipient.getEmailAddress() == null
                ? Correspondent.NOBODY
                : Correspondent.of(
                        String.valueOf(recipient.getEmailAddress().getAddress()),
                        String.valueOf(recipient.getEmailAddress().getName()));
    }

    /** 150 correspondents, well known ones more often; 3.3 recipients. */
    private static byte[] page(int from, Random random) {
        StringBuilder json =
                new StringBuilder("{\"@odata.context\":\"https://graph.example/v1.0/$metadata\",\"value\":[");
        for (int i = from; i < from + PAGE; i++) {
            boolean ours = random.nextInt(3) == 0;
            String id = "AAMkAGI2TG93AAA".repeat(8) + i;
            json.append(i == from ? "" : ",")
                    .append("{\"@odata.etag\":\"W/\\\"CQAAABYAAADB5mhcp2bZQ5oK7Vh3k8h4AAAA")
                    .append(i)
                    .append("\\\"\",\"id\":\"")
                    .append(id)
                    .append("\",\"receivedDateTime\":\"")
                    .append(WINDOW.start().plusSeconds(random.nextInt(31 * 86_400)))
                    .append("\",\"conversationId\":\"")
                    .append("AAQkAGI2TG93".repeat(5))
                    .append(i / 3)
                    .append("\",\"isDraft\":false,\"from\":")
                    .append(person(ours ? OWNER : contact(random)))
                    .append(",\"toRecipients\":[")
                    .append(person(ours ? contact(random) : OWNER))
                    .append("],\"ccRecipients\":[")
                    .append(person(contact(random)))
                    .append(random.nextInt(3) == 0 ? "," + person(contact(random)) : "")
                    .append("]}");
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String contact(Random random) {
        int number = (int) (150 * Math.pow(random.nextDouble(), 2));
        return "first.last" + number + "@company" + number % 17 + ".example";
    }

    private static String person(String address) {
        return "{\"emailAddress\":{\"name\":\"First Last of " + address + "\",\"address\":\"" + address + "\"}}";
    }
}
