package io.rapport.ingestion.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.contracts.ingestion.Meeting;
import io.rapport.contracts.ingestion.OpenEnd;
import io.rapport.contracts.ingestion.Reply;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.ingestion.plan.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnitFoldTest {

    private static final Window MARCH = new Window(LocalDate.parse("2026-03-01"), LocalDate.parse("2026-04-01"));
    private static final String ME = "me@ours.example";
    private static final String ALIAS = "m.e@elsewhere.example";
    private static final String COLLEAGUE = "you@eu.ours.example";
    private static final String ANN = "ann@theirs.example";
    private static final String BOB = "bob@theirs.example";
    private static final String MARCH_2 = "2026-03-02T10:00:00Z";

    private final UnitFold fold = new UnitFold(
            MARCH,
            0,
            Set.of(ME, ALIAS),
            new Insiders(Set.of("ours.example"), Set.of(ME, ALIAS)),
            new PlainPseudonyms());
    private int ids;

    @Test
    void mailSentCountsForEveryOutsiderOnceWithTheAudiencesWeight() {
        mail(MARCH_2, ME, List.of(ANN, COLLEAGUE), List.of(BOB, ANN));

        assertThat(fold.contacts()).extracting(ContactFold::getAddress).containsExactly(ANN, BOB);
        ContactFacts ann = facts(ANN);
        assertThat(ann.getDayList()).containsExactly(1);
        assertThat(ann.getSentList()).containsExactly(1);
        assertThat(ann.getReceivedList()).containsExactly(0);
        // Three people: 65536 / (1 + log2 3) = 25352.8
        assertThat(ann.getSentWeightList()).containsExactly(25_353L);
        assertThat(ann.getAsksByUsList()).containsExactly(1);
        assertThat(facts(BOB).getAsksByUsList()).as("in copy only").containsExactly(0);
        assertThat(fold.counts()).isEqualTo(count().setInteractions(1).build());
    }

    @Test
    void mailReceivedCountsForItsSenderWhateverTheHeaderSays() {
        mail(MARCH_2, ANN, List.of("list@lists.example"), List.of());
        mail(MARCH_2, ANN, List.of(), List.of());
        mail(MARCH_2, ANN, List.of(ALIAS), List.of(BOB));

        assertThat(fold.contacts()).extracting(ContactFold::getAddress).containsExactly(ANN);
        ContactFacts ann = facts(ANN);
        assertThat(ann.getReceivedList()).containsExactly(3);
        assertThat(ann.getReceivedWeightList()).containsExactly(65_536L + 65_536L + 32_768L);
        assertThat(ann.getAsksByThemList()).as("only the one with me in To").containsExactly(1);
    }

    @Test
    void addressesAreComparedWithoutCaseAndBlanks() {
        mail(MARCH_2, " Me@Ours.Example ", List.of("ANN@theirs.example"), List.of());
        mail("2026-03-05T10:00:00Z", "Ann@Theirs.example", List.of(ME), List.of());

        assertThat(fold.contacts()).hasSize(1);
        assertThat(facts(ANN).getDayList()).containsExactly(1, 4);
        assertThat(facts(ANN).getSentList()).containsExactly(1, 0);
        assertThat(facts(ANN).getReceivedList()).containsExactly(0, 1);
    }

    @Test
    void everyMessageIsCountedOnceUnderItsReason() {
        mail(MARCH_2, ME, List.of(COLLEAGUE), List.of());
        mail(MARCH_2, COLLEAGUE, List.of(ANN), List.of(ME));
        mail(MARCH_2, "crm-noreply@theirs.example", List.of(ME), List.of());
        mail(MARCH_2, ME, outsiders(21), List.of());
        mail(MARCH_2, "", List.of(ME), List.of());
        mail(MARCH_2, "/o=exchangelabs/cn=1", List.of(ME), List.of());
        mail(MARCH_2, ME, List.of("undisclosed recipients"), List.of());
        add("draft", "", true, MARCH_2, ME, List.of(ANN));
        add("invitation", "#microsoft.graph.eventMessageRequest", false, MARCH_2, ME, List.of(ANN));
        add("invitation", "#microsoft.graph.eventMessageRequest", false, MARCH_2, ME, List.of(ANN));
        mail("2026-04-01T00:00:00Z", ME, List.of(ANN), List.of());

        assertThat(fold.counts())
                .isEqualTo(UnitCounts.newBuilder()
                        .setMessages(10)
                        .setInternal(2)
                        .setAutomated(2)
                        .setMalformed(4)
                        .setDrafts(1)
                        .setMeetingMail(1)
                        .build());
        assertThat(fold.contacts()).isEmpty();
    }

    @Test
    void twentyRecipientsAreStillCorrespondence() {
        mail(MARCH_2, ME, outsiders(20), List.of());

        assertThat(fold.contacts()).hasSize(20);
    }

    /** So many that the fold has forgotten the first before it is through. */
    @Test
    void aMailboxWithMorePeopleThanAreRememberedIsFoldedAllTheSame() {
        int strangers = Parties.MOST + 1_000;
        conversation(MARCH_2, ANN, List.of(ME));
        for (int i = 0; i < strangers; i++) {
            mail(MARCH_2, "p" + i + "@many.example", List.of(ME), List.of());
        }
        conversation("2026-03-03T10:00:00Z", ME, List.of(ANN));
        mail("2026-03-04T10:00:00Z", "P7@many.example", List.of(ME), List.of());

        assertThat(fold.contacts()).hasSize(strangers + 1);
        assertThat(facts(ANN).getRepliesByUsList()).hasSize(1);
        assertThat(facts("p7@many.example").getReceivedList()).containsExactly(1, 1);
        assertThat(fold.counts().getInteractions()).isEqualTo(strangers + 3);
    }

    @Test
    void theFullestNameIsKeptInWhateverOrderItIsSeen() {
        named("Ann");
        named("Ann Other");
        named("ANN@THEIRS.EXAMPLE");

        assertThat(fold.contacts().getFirst().getDisplayName()).isEqualTo("Ann Other");
    }

    @Test
    void theFirstLaterMailToTheAskerIsTheReplyAndSeveralAsksMayShareIt() {
        conversation("2026-03-02T10:00:00Z", ANN, List.of(ME));
        conversation("2026-03-02T11:00:00Z", ANN, List.of(ME));
        conversation("2026-03-02T11:00:00Z", ME, List.of(BOB));
        conversation("2026-03-02T12:00:00Z", ME, List.of(ANN));
        conversation("2026-03-03T12:00:00Z", ME, List.of(ANN));

        assertThat(facts(ANN).getRepliesByUsList())
                .containsExactly(reply("2026-03-02T10:00:00Z", 7200), reply("2026-03-02T11:00:00Z", 3600));
        assertThat(facts(ANN).getWaitingForUsList()).isEmpty();
        assertThat(facts(ANN).getWaitingForThemList())
                .as("both asks' fourteen days end before April")
                .isEmpty();
        assertThat(facts(BOB).getRepliesByUsList()).isEmpty();
    }

    @Test
    void anAnswerAfterFourteenDaysIsNone() {
        conversation("2026-03-02T10:00:00Z", ME, List.of(ANN));
        conversation("2026-03-16T10:00:00Z", ANN, List.of(ME));
        conversation("2026-03-16T10:00:01Z", ME, List.of(ANN));
        conversation("2026-03-30T10:00:02Z", ANN, List.of(ME));

        assertThat(facts(ANN).getRepliesByThemList()).containsExactly(reply("2026-03-02T10:00:00Z", 14 * 86_400));
        assertThat(facts(ANN).getRepliesByUsList()).containsExactly(reply("2026-03-16T10:00:00Z", 1));
        assertThat(facts(ANN).getWaitingForUsList()).containsExactly(end("2026-03-30T10:00:02Z"));
    }

    @Test
    void whatMayBeSettledBeyondTheWindowIsLeftOpen() {
        conversation("2026-03-10T10:00:00Z", ANN, List.of("list@lists.example"));
        conversation("2026-03-20T10:00:00Z", ME, List.of(ANN));

        ContactFacts ann = facts(ANN);
        assertThat(ann.getAnswersByThemList()).containsExactly(end("2026-03-10T10:00:00Z"));
        assertThat(ann.getAnswersByUsList())
                .as("nineteen days after the window's start it answers nothing before it")
                .isEmpty();
        assertThat(ann.getWaitingForThemList()).containsExactly(end("2026-03-20T10:00:00Z"));
        assertThat(ann.getWaitingForUsList()).as("I was not in To").isEmpty();
    }

    @Test
    void onlyTheFirstFourteenDaysOfAWindowCanAnswerWhatWasAskedBeforeIt() {
        conversation("2026-03-14T23:59:59Z", ME, List.of(ANN));
        conversation("2026-03-15T00:00:00Z", ANN, List.of());

        assertThat(facts(ANN).getAnswersByUsList()).containsExactly(end("2026-03-14T23:59:59Z"));
        assertThat(facts(ANN).getAnswersByThemList()).isEmpty();
    }

    @Test
    void mailOfTheSameSecondIsNoAnswer() {
        conversation(MARCH_2, ANN, List.of(ME));
        conversation(MARCH_2, ME, List.of(ANN));

        assertThat(facts(ANN).getRepliesByUsList()).isEmpty();
        assertThat(facts(ANN).getRepliesByThemList()).isEmpty();
    }

    @Test
    void aMeetingCountsForEveryOutsiderWithOneWeight() {
        fold.accept(meeting("uid", "2026-03-04T09:00:00Z", 90, false, ME, List.of(COLLEAGUE, ANN, BOB)));
        fold.accept(meeting("uid", "2026-03-04T09:00:00Z", 90, false, ME, List.of(COLLEAGUE, ANN, BOB)));

        Meeting met = facts(ANN).getMeetings(0);
        assertThat(met.getMinutes()).isEqualTo(90);
        assertThat(met.getByUs()).isTrue();
        // Four take part: n = 3.
        assertThat(met.getWeight()).isEqualTo(25_353L);
        assertThat(facts(BOB).getMeetings(0)).isEqualTo(met);
        assertThat(facts(ANN).getFirstAt()).isEqualTo(second("2026-03-04T09:00:00Z"));
        assertThat(facts(ANN).getDayList()).as("days are of mail").isEmpty();
        assertThat(fold.counts().getMeetings()).isEqualTo(1);
        assertThat(fold.counts().getMeetingsCounted()).isEqualTo(1);
    }

    @Test
    void whoeverInvitesIsPartOfTheMeeting() {
        fold.accept(meeting("uid", "2026-03-04T00:00:00Z", 1440, true, ANN, List.of()));

        Meeting met = facts(ANN).getMeetings(0);
        assertThat(met.getByUs()).isFalse();
        assertThat(met.getMinutes()).as("all day").isZero();
        assertThat(met.getWeight()).isEqualTo(65_536L);
    }

    @Test
    void cancelledDeclinedInternalAndForeignEntriesAreNoMeetings() {
        long at = second("2026-03-04T09:00:00Z");
        Correspondent me = who(ME);
        List<Correspondent> ann = List.of(who(ANN));
        fold.accept(new MeetingHeader("1", at, at + 60, false, true, false, me, ann));
        fold.accept(new MeetingHeader("2", at, at + 60, false, false, true, me, ann));
        fold.accept(meeting("3", "2026-03-04T09:00:00Z", 60, false, ME, List.of(COLLEAGUE)));
        fold.accept(meeting("4", "2026-02-28T23:59:59Z", 60, false, ME, List.of(ANN)));
        fold.accept(meeting("5", "2026-04-01T00:00:00Z", 60, false, ME, List.of(ANN)));

        assertThat(fold.contacts()).isEmpty();
        assertThat(fold.counts())
                .isEqualTo(UnitCounts.newBuilder().setMeetings(3).build());
    }

    private void mail(String at, String from, List<String> to, List<String> cc) {
        String id = "m" + ids++;
        new Mail(id, id, "", false, second(at), who(from), all(to), all(cc)).into(fold);
    }

    private void conversation(String at, String from, List<String> to) {
        new Mail("m" + ids++, "talk", "", false, second(at), who(from), all(to), List.of()).into(fold);
    }

    private void add(String id, String type, boolean draft, String at, String from, List<String> to) {
        new Mail(id, id, type, draft, second(at), who(from), all(to), List.of()).into(fold);
    }

    private void named(String name) {
        new Mail("m" + ids++, "", "", false, second(MARCH_2), new Correspondent(ANN, name), List.of(), List.of())
                .into(fold);
    }

    private static MeetingHeader meeting(
            String uid, String at, int minutes, boolean allDay, String organizer, List<String> present) {
        return new MeetingHeader(
                uid, second(at), second(at) + 60L * minutes, allDay, false, false, who(organizer), all(present));
    }

    private ContactFacts facts(String address) {
        return fold.contacts().stream()
                .filter(contact -> contact.getAddress().equals(address))
                .findFirst()
                .map(Folded::facts)
                .orElseThrow();
    }

    private UnitCounts.Builder count() {
        return UnitCounts.newBuilder().setMessages(1);
    }

    private static List<String> outsiders(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "p" + i + "@theirs.example")
                .toList();
    }

    private static List<Correspondent> all(List<String> addresses) {
        return addresses.stream().map(UnitFoldTest::who).toList();
    }

    private static Correspondent who(String address) {
        return new Correspondent(address, "");
    }

    private static long second(String instant) {
        return Instant.parse(instant).getEpochSecond();
    }

    private static Reply reply(String askedAt, int after) {
        return Reply.newBuilder()
                .setAskedAt(second(askedAt))
                .setAfterSeconds(after)
                .build();
    }

    private static OpenEnd end(String at) {
        return OpenEnd.newBuilder()
                .setConversation("talk".hashCode())
                .setAt(second(at))
                .build();
    }
}
