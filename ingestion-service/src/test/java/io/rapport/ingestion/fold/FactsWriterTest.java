package io.rapport.ingestion.fold;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.Facts;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.ingestion.plan.Window;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FactsWriterTest {

    private static final Window MARCH = new Window(LocalDate.parse("2026-03-01"), LocalDate.parse("2026-04-01"));
    private static final long START = MARCH.start().getEpochSecond();
    private static final int SECONDS_PER_DAY = 86_400;

    private final FactsWriter writer = new FactsWriter(MARCH);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 100);
    }

    /** To the byte what the contract makes of the same facts. */
    @ParameterizedTest
    @MethodSource("seeds")
    void writesAsTheContractDoes(long seed) throws InvalidProtocolBufferException {
        Random random = new Random(seed);
        for (int contact = 0; contact < 5; contact++) {
            ByteString written = writer.facts(mails(random), meetings(random));

            assertThat(Facts.pack(Facts.unpack(written))).isEqualTo(written);
        }
    }

    /** One writer describes one contact after the other: nothing of the one before may be left. */
    @ParameterizedTest
    @MethodSource("seeds")
    void addsUpEachDayOfEachContactAlone(long seed) throws InvalidProtocolBufferException {
        Random random = new Random(seed);
        for (int contact = 0; contact < 5; contact++) {
            Mails mails = mails(random);
            TreeMap<Integer, List<Integer>> byDay = new TreeMap<>();
            for (int mail = 0; mail < mails.size(); mail++) {
                byDay.computeIfAbsent((int) ((mails.second(mail) - START) / SECONDS_PER_DAY), day -> new ArrayList<>())
                        .add(mail);
            }
            List<Long> sent =
                    byDay.values().stream().map(day -> sum(day, mails, true)).toList();
            List<Long> received =
                    byDay.values().stream().map(day -> sum(day, mails, false)).toList();
            List<Integer> days = List.copyOf(byDay.keySet());

            ContactFacts facts = Facts.unpack(writer.facts(mails, new ArrayList<>()));

            assertThat(facts.getDayList()).isEqualTo(days);
            assertThat(facts.getSentWeightList()).isEqualTo(sent);
            assertThat(facts.getReceivedWeightList()).isEqualTo(received);
            assertThat(facts.getSentList().stream().mapToInt(Integer::intValue).sum()
                            + facts.getReceivedList().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum())
                    .isEqualTo(mails.size());
        }
    }

    private static long sum(List<Integer> day, Mails mails, boolean byUs) {
        return day.stream()
                .filter(mail -> mails.byUs(mail) == byUs)
                .mapToLong(mail -> Weight.of(mails.audience(mail)))
                .sum();
    }

    private static Mails mails(Random random) {
        Mails mails = new Mails();
        for (int i = 1 + random.nextInt(60); i > 0; i--) {
            mails.add(
                    random.nextLong(3) * 0x9E3779B97F4A7C15L,
                    START + random.nextInt(31 * SECONDS_PER_DAY),
                    random.nextInt(Automated.MOST_RECIPIENTS + 1),
                    random.nextBoolean(),
                    random.nextBoolean());
        }
        return mails;
    }

    private static List<Meeting> meetings(Random random) {
        List<Meeting> meetings = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            meetings.add(Meeting.newBuilder()
                    .setMeeting(random.nextLong())
                    .setStart(START + random.nextInt(31 * SECONDS_PER_DAY))
                    .setMinutes(random.nextInt(90))
                    .setByUs(random.nextBoolean())
                    .setWeight(Weight.of(1 + random.nextInt(9)))
                    .build());
        }
        return meetings;
    }
}
