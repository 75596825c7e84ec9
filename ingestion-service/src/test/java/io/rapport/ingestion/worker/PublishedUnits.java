package io.rapport.ingestion.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import io.rapport.contracts.Topics;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.FoldedUnit;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.ingestion.fold.Folded;
import io.rapport.kit.keys.EpochCipher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What stands on the topic of interactions, read as a consumer must: of each unit the highest revision that is whole. */
final class PublishedUnits {

    private final Map<String, FoldedUnit> units = new HashMap<>();

    private PublishedUnits() {}

    static PublishedUnits of(String bootstrap, Te te, EpochCipher cipher) throws GeneralSecurityException {
        Map<String, TreeMap<Long, TreeMap<Integer, SealedPart>>> parts = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> message : records(bootstrap)) {
            SealedPart part = parse(message.value());
            String unit = HexFormat.of().formatHex(part.getUnitId().toByteArray());
            if (!unit.equals(new String(message.key(), StandardCharsets.UTF_8))) {
                throw new IllegalStateException("The key is not the unit's id");
            }
            if (new String(message.value(), StandardCharsets.ISO_8859_1).contains(".example")) {
                throw new IllegalStateException("An address stands in clear");
            }
            if (part.getTe() == te.value()) {
                parts.computeIfAbsent(unit, id -> new TreeMap<>())
                        .computeIfAbsent(part.getRevision(), revision -> new TreeMap<>())
                        // After a crash of the broker a record may stand there twice.
                        .put(part.getPart(), part);
            }
        }
        PublishedUnits published = new PublishedUnits();
        for (Map.Entry<String, TreeMap<Long, TreeMap<Integer, SealedPart>>> unit : parts.entrySet()) {
            for (TreeMap<Integer, SealedPart> revision :
                    unit.getValue().descendingMap().values()) {
                if (revision.size() == revision.firstEntry().getValue().getParts()) {
                    published.units.put(unit.getKey(), open(List.copyOf(revision.values()), cipher));
                    break;
                }
            }
        }
        return published;
    }

    int size() {
        return units.size();
    }

    Map<UUID, Long> messagesByMailbox() {
        return units.values().stream()
                .collect(Collectors.groupingBy(
                        PublishedUnits::mailbox,
                        Collectors.summingLong(unit -> unit.getCounts().getMessages())));
    }

    /** All facts but the pseudonyms, which differ from epoch to epoch, by mailbox and window. */
    Map<String, List<String>> facts() {
        Map<String, List<String>> facts = new TreeMap<>();
        units.values()
                .forEach(unit -> facts.put(
                        mailbox(unit) + " " + unit.getFromDay(),
                        unit.getContactsList().stream()
                                .map(PublishedUnits::plain)
                                .toList()));
        return facts;
    }

    private static String plain(ContactFold contact) {
        ContactFacts.Builder facts = Folded.facts(contact).toBuilder();
        List<String> meetings = facts.getMeetingsList().stream()
                .map(meeting -> meeting.toBuilder().clearMeeting().build().toString())
                .sorted()
                .toList();
        List<List<Long>> ends = List.of(
                times(facts.getWaitingForUsList()),
                times(facts.getWaitingForThemList()),
                times(facts.getAnswersByUsList()),
                times(facts.getAnswersByThemList()));
        facts.clearMeetings()
                .clearWaitingForUs()
                .clearWaitingForThem()
                .clearAnswersByUs()
                .clearAnswersByThem();
        return contact.getAddress() + contact.getDisplayName() + facts.build() + meetings + ends;
    }

    private static List<Long> times(List<OpenEnd> ends) {
        return ends.stream().map(OpenEnd::getAt).toList();
    }

    private static UUID mailbox(FoldedUnit unit) {
        ByteBuffer id = ByteBuffer.wrap(unit.getMailbox().toByteArray());
        return new UUID(id.getLong(), id.getLong());
    }

    private static FoldedUnit open(List<SealedPart> parts, EpochCipher cipher) throws GeneralSecurityException {
        FoldedUnit.Builder unit = FoldedUnit.newBuilder();
        for (SealedPart part : parts) {
            byte[] place = SealedUnits.place(
                    new Te(part.getTe()),
                    part.getUnitId().toByteArray(),
                    part.getRevision(),
                    part.getPart(),
                    part.getParts());
            byte[] clear = cipher.openCompressed(part.getSealed().toByteArray(), place);
            try {
                unit.mergeFrom(clear);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
        }
        return unit.build();
    }

    private static SealedPart parse(byte[] value) {
        try {
            return SealedPart.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String bootstrap) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.INTERACTIONS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }
}
