package io.rapport.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.Facts;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.PackedFacts;
import io.rapport.contracts.ingestion.Reply;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactsTest {

    private static final long FIRST = 1_772_445_600;
    private static final int MONTH = 31 * 86_400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsPackedIsUnpackedTheSame(long seed) throws InvalidProtocolBufferException {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            ContactFacts facts = facts(random);

            assertThat(Facts.unpack(Facts.pack(facts)))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(facts);
        }
    }

    static Stream<PackedFacts> broken() {
        return Stream.of(
                PackedFacts.newBuilder().addMail(2).addMail(1).addMail(0).build(),
                PackedFacts.newBuilder().addReplies(2).build(),
                PackedFacts.newBuilder().addOpenAt(1).build(),
                PackedFacts.newBuilder().addOpenConversation(1).build());
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aListThatEndsTooEarlyIsNotUnpacked(PackedFacts broken) {
        assertThatThrownBy(() -> Facts.unpack(broken.toByteString()))
                .isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void nothingIsPackedAsNothing() throws InvalidProtocolBufferException {
        assertThat(Facts.pack(ContactFacts.getDefaultInstance()).size()).isZero();
        assertThat(Facts.unpack(Facts.pack(ContactFacts.getDefaultInstance())))
                .isEqualTo(ContactFacts.getDefaultInstance());
    }

    /** Any that a fold can give: lists sorted, on every day mail of one side at least. */
    private static ContactFacts facts(Random random) {
        ContactFacts.Builder facts =
                ContactFacts.newBuilder().setFirstAt(FIRST).setLastAt(FIRST + random.nextInt(MONTH));
        for (int day = random.nextInt(5); day < 31; day += 1 + random.nextInt(9)) {
            int sent = random.nextInt(3);
            int received = sent == 0 ? 1 : random.nextInt(200);
            facts.addDay(day)
                    .addSent(sent)
                    .addReceived(received)
                    .addSentWeight(sent * 25_353L)
                    .addReceivedWeight(received * 65_536L)
                    .addAsksByUs(random.nextInt(sent + 1))
                    .addAsksByThem(random.nextInt(received + 1));
        }
        for (long at : times(random)) {
            facts.addMeetings(Meeting.newBuilder().setMeeting(random.nextLong()).setStart(at));
        }
        replies(random).forEach(facts::addRepliesByUs);
        replies(random).forEach(facts::addRepliesByThem);
        ends(random).forEach(facts::addWaitingForUs);
        ends(random).forEach(facts::addWaitingForThem);
        ends(random).forEach(facts::addAnswersByUs);
        ends(random).forEach(facts::addAnswersByThem);
        return facts.build();
    }

    private static List<Reply> replies(Random random) {
        return times(random).stream()
                .map(at -> Reply.newBuilder()
                        .setAskedAt(at)
                        .setAfterSeconds(1 + random.nextInt(14 * 86_400))
                        .build())
                .toList();
    }

    private static List<OpenEnd> ends(Random random) {
        return times(random).stream()
                .map(at -> OpenEnd.newBuilder()
                        .setAt(at)
                        .setConversation(random.nextLong())
                        .build())
                .toList();
    }

    /** Few enough seconds for some to be the same. */
    private static List<Long> times(Random random) {
        int range = random.nextBoolean() ? 10 : MONTH;
        return random.longs(random.nextInt(6), FIRST, FIRST + range)
                .sorted()
                .boxed()
                .toList();
    }
}
