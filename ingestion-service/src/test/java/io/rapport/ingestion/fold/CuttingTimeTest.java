package io.rapport.ingestion.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.ingestion.plan.Window;
import io.rapport.ingestion.plan.YearOfBatches;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a year is cut into windows, and in whatever order messages and windows come, a reader finds the same. */
class CuttingTimeTest {

    private static final LocalDate D0 = LocalDate.parse("2026-03-31");
    private static final Window YEAR = new Window(D0.minusYears(1), D0);
    private static final List<String> OURS = List.of("me@ours.example", "you@ours.example");
    private static final List<String> THEIRS = List.of("ann@x.example", "bob@x.example", "cem@y.example");
    private static final int MAILS = 400;
    private static final int CONVERSATIONS = 25;
    /** Coarse, so that mails fall on the same second and on the very edges of windows and of the fourteen days. */
    private static final long GRAIN = 6 * 3600;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyCutGivesTheSameSums(long seed) {
        Random random = new Random(seed);
        List<Mail> mails = mails(random);
        List<MeetingHeader> meetings = meetings(random);
        Map<String, Joined.Sums> whole = read(List.of(YEAR), mails, meetings, random);

        assertThat(whole.values().stream().mapToLong(sums -> sums.repliesByUs().size()))
                .as("the year has something to find")
                .anyMatch(replies -> replies > 0);
        assertThat(read(YearOfBatches.before(Instant.parse(D0 + "T08:00:00Z")), mails, meetings, random))
                .as("months, seed %d", seed)
                .isEqualTo(whole);
        assertThat(read(
                        YEAR.from()
                                .datesUntil(D0)
                                .map(day -> new Window(day, day.plusDays(1)))
                                .toList(),
                        mails,
                        meetings,
                        random))
                .as("days, seed %d", seed)
                .isEqualTo(whole);
        assertThat(read(randomCut(random), mails, meetings, random))
                .as("any cut, seed %d", seed)
                .isEqualTo(whole);
    }

    private static Map<String, Joined.Sums> read(
            List<Window> cut, List<Mail> mails, List<MeetingHeader> meetings, Random random) {
        List<Window> windows = shuffled(cut, random);
        Map<Window, List<ContactFold>> units = new LinkedHashMap<>();
        long messages = 0;
        for (Window window : windows) {
            UnitFold fold = new UnitFold(
                    window,
                    MAILS,
                    Set.of(OURS.getFirst()),
                    new Insiders(Set.of("ours.example"), Set.of()),
                    new PlainPseudonyms());
            for (Mail mail : shuffled(mails, random)) {
                if (mail.received() >= window.start().getEpochSecond()
                        && mail.received() < window.end().getEpochSecond()) {
                    mail.into(fold);
                    mail.into(fold);
                }
            }
            shuffled(meetings, random).forEach(fold::accept);
            units.put(window, fold.contacts());
            messages += fold.counts().getMessages();
        }
        assertThat(messages).isEqualTo(MAILS);
        return Joined.of(units);
    }

    private static List<Mail> mails(Random random) {
        List<Mail> mails = new ArrayList<>();
        for (int i = 0; i < MAILS; i++) {
            boolean ours = random.nextBoolean();
            String from = ours ? OURS.getFirst() : any(THEIRS, random);
            List<Correspondent> to = people(random, ours);
            List<Correspondent> cc = random.nextInt(3) == 0 ? people(random, !ours) : List.of();
            int conversation = random.nextInt(CONVERSATIONS);
            mails.add(new Mail(
                    "id" + i,
                    "conversation" + conversation,
                    "",
                    false,
                    // A conversation lives about two months, so that asks wait across windows.
                    second(random, 12L * conversation, 60),
                    who(from, random),
                    to,
                    cc));
        }
        return mails;
    }

    private static List<MeetingHeader> meetings(Random random) {
        List<MeetingHeader> meetings = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long start = second(random, 0, 365);
            meetings.add(new MeetingHeader(
                    "uid" + i,
                    start,
                    start + 1800,
                    false,
                    random.nextInt(5) == 0,
                    false,
                    who(any(OURS, random), random),
                    people(random, true)));
        }
        return meetings;
    }

    private static long second(Random random, long afterDays, int days) {
        long start = YEAR.from().plusDays(afterDays).toEpochDay() * 86_400;
        long end = YEAR.end().getEpochSecond() - GRAIN;
        return Math.min(end, start + GRAIN * random.nextInt(days * 4));
    }

    private static List<Correspondent> people(Random random, boolean outside) {
        List<Correspondent> people = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            people.add(who(any(outside ? THEIRS : OURS, random), random));
        }
        return people;
    }

    private static List<Window> randomCut(Random random) {
        List<Window> cut = new ArrayList<>();
        LocalDate from = YEAR.from();
        while (from.isBefore(D0)) {
            LocalDate until = from.plusDays(1 + random.nextInt(40));
            until = until.isAfter(D0) ? D0 : until;
            cut.add(new Window(from, until));
            from = until;
        }
        return cut;
    }

    private static Correspondent who(String address, Random random) {
        return new Correspondent(address, random.nextInt(3) == 0 ? "Name " + random.nextInt(20) : "");
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}
