package io.rapport.ingestion.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.ingestion.plan.Window;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldTest {

    private static final Window JANUARY = new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-02-01"));
    private static final long NOON = JANUARY.start().getEpochSecond() + 43_200;
    private static final String OWNER = "owner@ours.example";
    private static final String ALIAS = "o.wner@elsewhere.example";
    private static final String CONTACT = "ann@theirs.example";

    private final UnitFold fold = Folds.of(JANUARY, Set.of(OWNER, ALIAS));

    @Test
    void mailToAContactIsSentAndMailFromThemReceived() {
        fold.accept(mail("1", OWNER, List.of(CONTACT)));
        fold.accept(mail("2", CONTACT, List.of(OWNER)));

        ContactFacts facts = only().getFacts();
        assertThat(facts.getDayList()).containsExactly(0);
        assertThat(facts.getSentList()).containsExactly(1);
        assertThat(facts.getReceivedList()).containsExactly(1);
        assertThat(facts.getSentWeightList()).containsExactly(65_536L);
        assertThat(facts.getFirstAt()).isEqualTo(NOON);
    }

    @Test
    void theOwnerIsKnownByEveryProxyAddressWhateverItsCase() {
        fold.accept(mail("1", "O.Wner@Elsewhere.EXAMPLE", List.of(CONTACT)));

        assertThat(only().getFacts().getSentList()).containsExactly(1);
    }

    @Test
    void receivedIsCountedByMailboxWhateverTheHeaderSays() {
        fold.accept(mail("1", CONTACT, List.of("list@theirs.example")));

        assertThat(only().getFacts().getReceivedList()).containsExactly(1);
        assertThat(only().getFacts().getAsksByThemList()).containsExactly(0);
    }

    @Test
    void subDomainsOfAnInternalDomainAreInternal() {
        fold.accept(mail("1", "x@mail.ours.example", List.of(OWNER)));
        fold.accept(mail("2", "x@notours.example", List.of(OWNER)));

        assertThat(fold.counts().getInternal()).isEqualTo(1);
        assertThat(only().getAddress()).isEqualTo("x@notours.example");
    }

    @Test
    void aMailToManyWeighsLess() {
        fold.accept(mail("1", OWNER, List.of(CONTACT, "b@theirs.example", "c@theirs.example", "d@theirs.example")));

        assertThat(fold.contacts()).hasSize(4);
        // 1/(1 + log2 4) = 1/3
        assertThat(fold.contacts().getFirst().getFacts().getSentWeightList()).containsExactly(21_845L);
    }

    @ParameterizedTest
    @CsvSource({
        "no-reply@x.example, true",
        "noreply@x.example, true",
        "do-not-reply@x.example, true",
        "mailer-daemon@x.example, true",
        "bounces+123@x.example, true",
        "notifications@x.example, true",
        "norepliesplease@x.example, false",
        "bounceback.smith@x.example, false",
        "ann@x.example, false"
    })
    void machinesAreToldByTheirNames(String sender, boolean automated) {
        fold.accept(mail("1", sender, List.of(OWNER)));

        assertThat(fold.counts().getAutomated()).isEqualTo(automated ? 1 : 0);
    }

    @Test
    void everyMessageIsOfExactlyOneKindAndTheSameIdCountsOnce() {
        fold.accept(mail("1", OWNER, List.of(CONTACT)));
        fold.accept(mail("1", OWNER, List.of(CONTACT)));
        fold.accept(mail("2", OWNER, List.of("colleague@ours.example")));
        fold.accept(mail("3", OWNER, List.of()));
        fold.accept(mail("4", "", List.of(OWNER)));
        fold.accept(mail("5", "/O=EXCHANGE/CN=X", List.of(OWNER)));
        fold.accept(new MessageHeader(
                "6", "c", "#microsoft.graph.eventMessageRequest", false, NOON, who(CONTACT), List.of(), List.of()));
        fold.accept(new MessageHeader("7", "c", "", true, NOON, who(OWNER), List.of(who(CONTACT)), List.of()));

        UnitCounts counts = fold.counts();
        assertThat(counts.getMessages()).isEqualTo(7);
        assertThat(counts.getInteractions()).isEqualTo(1);
        assertThat(counts.getInternal()).isEqualTo(1);
        assertThat(counts.getMalformed()).isEqualTo(3);
        assertThat(counts.getMeetingMail()).isEqualTo(1);
        assertThat(counts.getDrafts()).isEqualTo(1);
    }

    @Test
    void aReplyIsTheFirstLaterMailOfTheOtherSideInTheConversation() {
        fold.accept(mail("1", CONTACT, List.of(OWNER), NOON));
        fold.accept(mail("2", OWNER, List.of(CONTACT), NOON + 3_600));
        fold.accept(mail("3", OWNER, List.of(CONTACT), NOON + 7_200));

        ContactFacts facts = only().getFacts();
        assertThat(facts.getRepliesByUsList()).hasSize(1);
        assertThat(facts.getRepliesByUs(0).getAskedAt()).isEqualTo(NOON);
        assertThat(facts.getRepliesByUs(0).getAfterSeconds()).isEqualTo(3_600);
        assertThat(facts.getWaitingForThemList())
                .as("too early in the month to be open")
                .isEmpty();
    }

    @Test
    void meetingsCountByWhoCalledThemAndOnlyWithOutsiders() {
        fold.accept(meeting("m1", OWNER, List.of(OWNER, CONTACT), false, false));
        fold.accept(meeting("m1", OWNER, List.of(OWNER, CONTACT), false, false));
        fold.accept(meeting("m2", CONTACT, List.of(OWNER), false, false));
        fold.accept(meeting("m3", OWNER, List.of(OWNER), false, false));
        fold.accept(meeting("m4", CONTACT, List.of(OWNER), true, false));
        fold.accept(meeting("m5", CONTACT, List.of(OWNER), false, true));

        assertThat(fold.counts().getMeetings()).isEqualTo(5);
        assertThat(fold.counts().getMeetingsCounted()).isEqualTo(2);
        assertThat(only().getFacts().getMeetingsList()).extracting("byUs").containsExactlyInAnyOrder(true, false);
        assertThat(only().getFacts().getMeetings(0).getMinutes()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theOrderAndRepetitionOfMessagesDoNotMatter(long seed) {
        List<MessageHeader> mail = Folds.randomYear(seed, OWNER);
        mail.removeIf(message -> message.received() < JANUARY.start().getEpochSecond()
                || message.received() >= JANUARY.end().getEpochSecond());
        List<MessageHeader> shuffled = new ArrayList<>(mail);
        shuffled.addAll(mail.subList(0, mail.size() / 2));
        Collections.shuffle(shuffled, new Random(seed));
        UnitFold other = Folds.of(JANUARY, Set.of(OWNER, ALIAS));

        mail.forEach(fold::accept);
        shuffled.forEach(other::accept);

        assertThat(other.contacts()).as("seed %d", seed).isEqualTo(fold.contacts());
        assertThat(other.counts()).isEqualTo(fold.counts());
    }

    /** Any cut of the year into windows gives the same sums and, once open ends are joined, the same replies. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void anyCutIntoWindowsGivesTheSameSumsAndReplies(long seed) {
        List<MessageHeader> mail = Folds.randomYear(seed, OWNER);
        Folds.Totals whole = Folds.total(mail, Folds.cut(365, 365), OWNER);

        assertThat(Folds.total(mail, Folds.cut(365, 30), OWNER))
                .as("months, seed %d", seed)
                .isEqualTo(whole);
        assertThat(Folds.total(mail, Folds.cut(365, 7), OWNER))
                .as("weeks, seed %d", seed)
                .isEqualTo(whole);
        assertThat(Folds.total(mail, Folds.cut(365, 1), OWNER))
                .as("days, seed %d", seed)
                .isEqualTo(whole);
        assertThat(Folds.total(mail, Folds.randomCut(365, seed), OWNER))
                .as("random, seed %d", seed)
                .isEqualTo(whole);
        assertThat(whole.repliesByUs()).as("the data is worth looking at").isNotEmpty();
    }

    private ContactFold only() {
        return fold.contacts().getFirst();
    }

    private static Correspondent who(String address) {
        return Correspondent.of(address, "");
    }

    private static MessageHeader mail(String id, String from, List<String> to) {
        return mail(id, from, to, NOON);
    }

    private static MessageHeader mail(String id, String from, List<String> to, long at) {
        return new MessageHeader(
                id,
                "conversation",
                "",
                false,
                at,
                who(from),
                to.stream().map(FoldTest::who).toList(),
                List.of());
    }

    private static MeetingHeader meeting(
            String id, String organizer, List<String> present, boolean cancelled, boolean declined) {
        return new MeetingHeader(
                id,
                NOON,
                NOON + 1_800,
                false,
                cancelled,
                declined,
                who(organizer),
                present.stream().map(FoldTest::who).toList());
    }
}
