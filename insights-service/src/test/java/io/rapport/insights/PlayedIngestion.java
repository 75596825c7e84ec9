package io.rapport.insights;

import static io.restassured.RestAssured.given;

import com.google.protobuf.ByteString;
import io.rapport.contracts.Topics;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.kit.keys.EpochCipher;
import io.rapport.simulator.source.SyntheticTenant;
import io.rapport.stack.Platform;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plays ingestion and the administrator: grants over REST, fetches the key, seals units and sends them. */
final class PlayedIngestion implements AutoCloseable {

    private final Platform platform;
    private final URI consentService;
    private final KafkaProducer<String, byte[]> kafka;
    /** By Kafka partition, where it goes on after everything sent. */
    private final Map<Integer, Long> sent = new TreeMap<>();

    PlayedIngestion(Platform platform, URI consentService) {
        this.platform = platform;
        this.consentService = consentService;
        this.kafka = new KafkaProducer<>(
                Map.of("bootstrap.servers", platform.kafkaBootstrap(), "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** An active epoch and its key. */
    record Epoch(UUID tenant, int number, Te te, EpochCipher cipher, Map<UUID, Long> periods) {

        /** Of a user who never shared it is none that anything could be stored in. */
        long period(UUID user) {
            return periods.getOrDefault(user, 0L);
        }
    }

    /** The same epoch with everyone's present period of sharing. */
    Epoch now(Epoch epoch) {
        return new Epoch(epoch.tenant, epoch.number, epoch.te, epoch.cipher, periods(epoch.tenant));
    }

    /** A tenant of its own, so that tests share the stack and nothing else: three mailboxes in the simulator. */
    UUID newTenant() {
        UUID tenant = UUID.randomUUID();
        platform.simulator()
                .put(SyntheticTenant.make(tenant, 3, 1, 1, platform.clock().now()));
        return tenant;
    }

    Epoch grant(UUID tenant) {
        JsonPath before = asAdmin(tenant).get("/api/v1/consent").jsonPath();
        RequestSpecification request = asAdmin(tenant)
                .contentType("application/json")
                .body("{\"options\":{\"insightsForEachUser\":false,\"aggregatedInsights\":false,"
                        + "\"identifiableInsights\":true},\"excludedGroups\":[]}");
        request = before.getInt("ver") == 0
                ? request.header("If-None-Match", "*")
                : request.header("If-Match", etag(tenant));
        JsonPath granted =
                request.put("/api/v1/consent").then().statusCode(201).extract().jsonPath();
        int number = granted.getInt("epoch");
        Te te = Te.of(as(platform.tokens().service())
                .get("/internal/consent-state?since=0")
                .jsonPath()
                .getString("consents.find { it.tenant == '" + tenant + "' && it.epoch == " + number + " }.te"));
        return new Epoch(tenant, number, te, cipher(te), periods(tenant));
    }

    void withdraw(UUID tenant) {
        asAdmin(tenant)
                .header("If-Match", etag(tenant))
                .delete("/api/v1/consent")
                .then()
                .statusCode(202);
    }

    void share(UUID tenant, UUID user, boolean shared) {
        as(platform.tokens().user(tenant, user))
                .contentType("application/json")
                .body(Map.of("shared", shared))
                .put("/api/v1/me/sharing")
                .then()
                .statusCode(200);
    }

    /** Users of a tenant who share, in order of id. */
    List<UUID> sharing(UUID tenant) {
        return periods(tenant).keySet().stream().sorted().toList();
    }

    private Map<UUID, Long> periods(UUID tenant) {
        List<Map<String, Object>> sharing = as(platform.tokens().service())
                .get("/internal/consent-state?since=0")
                .jsonPath()
                .getList("sharing.findAll { it.tenant == '" + tenant + "' && it.shared }");
        return sharing.stream()
                .collect(Collectors.toMap(
                        state -> UUID.fromString((String) state.get("user")),
                        state -> Long.parseLong(String.valueOf(state.get("revision")))));
    }

    private EpochCipher cipher(Te te) {
        return new EpochCipher(Base64.getDecoder()
                .decode(as(platform.tokens().service())
                        .get("/internal/keys/" + te)
                        .jsonPath()
                        .getString("key")));
    }

    /** A mailbox's window, before it is sealed. */
    static FoldedUnit unit(UUID mailbox, LocalDate from, LocalDate until, ContactFold... contacts) {
        return FoldedUnit.newBuilder()
                .setMailbox(ByteString.copyFrom(bytes(mailbox)))
                .setFromDay((int) from.toEpochDay())
                .setUntilDay((int) until.toEpochDay())
                .setAddress(addressOf(mailbox))
                .setDisplayName("Colleague " + mailbox.toString().substring(0, 4))
                .setCounts(UnitCounts.newBuilder().setMessages(contacts.length).setInteractions(contacts.length))
                .addAllContacts(List.of(contacts))
                .build();
    }

    static String addressOf(UUID mailbox) {
        return mailbox + "@contoso.example";
    }

    /** Seals a unit in as many parts as contacts lists are given. */
    static List<SealedPart> seal(Epoch epoch, long revision, FoldedUnit... parts) {
        ByteBuffer mailbox = parts[0].getMailbox().asReadOnlyByteBuffer();
        long period = epoch.period(new UUID(mailbox.getLong(), mailbox.getLong()));
        byte[] unitId = epoch.cipher()
                .pseudonym(
                        "unit",
                        HexFormat.of().formatHex(parts[0].getMailbox().toByteArray()) + "|" + parts[0].getFromDay(),
                        16);
        List<SealedPart> sealed = new ArrayList<>();
        for (int part = 0; part < parts.length; part++) {
            byte[] associated = ByteBuffer.allocate(40)
                    .putLong(epoch.te().value())
                    .put(unitId)
                    .putLong(revision)
                    .putInt(part)
                    .putInt(parts.length)
                    .array();
            sealed.add(SealedPart.newBuilder()
                    .setTe(epoch.te().value())
                    .setUnitId(ByteString.copyFrom(unitId))
                    .setRevision(revision)
                    .setPart(part)
                    .setParts(parts.length)
                    .setSealed(ByteString.copyFrom(epoch.cipher()
                            .sealCompressed(
                                    parts[part].toBuilder()
                                            .setPeriod(period)
                                            .build()
                                            .toByteArray(),
                                    associated)))
                    .build());
        }
        return sealed;
    }

    void send(List<SealedPart> parts) {
        parts.forEach(part -> send(HexFormat.of().formatHex(part.getUnitId().toByteArray()), part.toByteArray()));
    }

    void send(String key, byte[] record) {
        try {
            var where = kafka.send(new ProducerRecord<>(Topics.INTERACTIONS, key, record))
                    .get();
            sent.merge(where.partition(), where.offset() + 1, Math::max);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<Integer, Long> sent() {
        return sent;
    }

    private String etag(UUID tenant) {
        return asAdmin(tenant).get("/api/v1/consent").header("ETag");
    }

    private RequestSpecification asAdmin(UUID tenant) {
        return as(platform.tokens().admin(tenant));
    }

    private RequestSpecification as(String token) {
        return given().baseUri(consentService.toString()).auth().oauth2(token);
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    @Override
    public void close() {
        kafka.close();
    }
}
