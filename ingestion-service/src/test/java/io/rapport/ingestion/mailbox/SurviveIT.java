package io.rapport.ingestion.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.ingestion.batch.Units;
import io.rapport.ingestion.calendar.CalendarReader;
import io.rapport.ingestion.fetch.GraphReader;
import io.rapport.ingestion.fetch.Halt;
import io.rapport.ingestion.fetch.Permit;
import io.rapport.ingestion.fold.Insiders;
import io.rapport.ingestion.fold.Pseudonyms;
import io.rapport.ingestion.fold.UnitFold;
import io.rapport.ingestion.plan.Window;
import io.rapport.simulator.http.FaultPlan;
import io.rapport.simulator.http.Faults;
import io.rapport.simulator.http.Faults.Fault;
import io.rapport.simulator.http.Faults.Mode;
import io.rapport.simulator.http.RequestLog;
import io.rapport.simulator.mail.EmailAddress;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.source.SyntheticTenant;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.stack.Platform;
import io.rapport.stack.PlatformResource;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One mailbox and window against everything that Microsoft Graph has been seen to do; the table stands in the docs. */
@QuarkusTest
@QuarkusTestResource(
        value = PlatformResource.class,
        initArgs = {
            // As in all tests of this module: Quarkus starts every resource that any of them names.
            @ResourceArg(name = "service", value = "ingestion-service"),
            @ResourceArg(name = "with", value = "consent-service"),
            @ResourceArg(name = "mailboxes", value = "8"),
            @ResourceArg(name = "emailsPerMonth", value = "30")
        })
@TestProfile(SurviveIT.Impatient.class)
@SuppressWarnings("NullAway.Init") // filled by the platform and the container
class SurviveIT {

    /** So that giving up is seen, too. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rapport.ingestion.patience", "25s");
        }
    }

    Platform platform;

    @Inject
    MailboxReader mailboxes;

    @Inject
    CalendarReader calendars;

    @Inject
    GraphReader graph;

    private final UUID id = UUID.randomUUID();
    private SimulatedTenant tenant;
    private UUID owner;
    private Window window;

    @BeforeEach
    void aMailbox() {
        Instant now = platform.clock().now();
        platform.simulator().faults().clear();
        platform.simulator().limits().reset();
        platform.simulator().latency().median(0);
        tenant = SyntheticTenant.make(id, 3, 60, 5, now);
        platform.simulator().put(tenant);
        owner = tenant.mailboxes().entrySet().stream()
                .max(Comparator.comparingInt(
                        entry -> entry.getValue().messages().size()))
                .orElseThrow()
                .getKey();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        window = new Window(today.minusDays(90), today);
        assertThat(held()).isGreaterThan(50);
    }

    @ParameterizedTest
    @CsvSource({
        "404, MailboxNotEnabledForRESTAPI, no-mailbox",
        "404, ErrorInvalidUser, no-mailbox",
        "404, Request_ResourceNotFound, no-mailbox",
        "404, ResourceNotFound, no-mailbox",
        "404, ErrorItemNotFound, not-found",
        "404, ErrorSyncFolderNotFound, not-found",
        "403, ErrorAccessDenied, access-denied",
        "403, ErrorInternalServerError/ErrorAccessDenied, access-denied",
        "507, quotaLimitReached, mailbox-unavailable",
        "400, extensionError, mailbox-unavailable"
    })
    void whatWillNotPassSkipsTheMailboxAtOnce(int status, String code, String reason) {
        long before = lastServed();
        fault(Fault.code("/messages", 1, status, code));

        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        Halt.Skip.class, skip -> assertThat(skip.reason()).isEqualTo(reason));
        assertThat(served(before)).as("no retry").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "403, Authorization_RequestDenied, permission-missing",
        "409, notAllowed, tenant-blocked",
        "423, resourceLocked, tenant-blocked"
    })
    void whatConcernsTheTenantStopsTheTenant(int status, String code, String reason) {
        fault(Fault.code("/messages", 1, status, code));

        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        Halt.StopTenant.class, stop -> assertThat(stop.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "401, InvalidAuthenticationToken",
        "400, invalidRequest",
        "429, ApplicationThrottled",
        "429, TooManyRequests",
        "500, InternalServerError",
        "502, BadGateway",
        "503, MailboxInfoStale",
        "504, UnknownError",
        "509, BandwidthLimitExceeded",
        "404, ''"
    })
    void whatPassesIsTriedAgainAndNothingIsMissed(int status, String code) {
        Mode mode = code.isEmpty() ? Mode.EMPTY : Mode.STATUS;
        fault(new Fault("/messages?", 3, mode, status, code, null));
        fault(new Fault("/messages/$count", 1, mode, status, code, null));

        assertReadsAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-3", "1,2", "soon", "Thu, 01 Jan 1970 00:00:00 GMT", ""})
    void retryAfterInAnyFormIsHonouredForASecondAtLeast(String header) {
        long before = lastServed();
        fault(new Fault("/messages/$count", 1, Mode.STATUS, 429, header.isEmpty() ? null : header));

        assertReadsAll();

        List<RequestLog.Served> asked = served(before);
        assertThat(asked.getFirst().status()).isEqualTo(429);
        assertThat(asked.get(1).atMillis() - asked.getFirst().atMillis()).isGreaterThanOrEqualTo(990);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESET", "TRUNCATE", "EMPTY"})
    void anAnswerThatBreaksOffIsAskedForAgain(Mode mode) {
        fault(new Fault("/messages?", 2, mode, 503, null));
        fault(new Fault("/messages/$count", 1, mode, 503, null));

        assertReadsAll();
    }

    @Test
    void aTokenThatIsRefusedOverAndOverIsFetchedAnewUntilOneIsTaken() {
        fault(Fault.code("/messages", 6, 401, "InvalidAuthenticationToken"));

        assertReadsAll();
    }

    @Test
    void aMailboxThatMovesIsReadFromItsNewPlaceWithWhatCameMeanwhile() {
        fault(Fault.code("/messages?", 2, 503, "MailboxInfoStale"));
        SimulatedMessage late = message("late", window.start().plusSeconds(77));
        tenant = tenant.withMail(owner, List.of(late));
        platform.simulator().put(tenant);

        assertReadsAll();
    }

    @Test
    void aServerThatFailsOnLargePagesIsAskedForSmallerOnes() {
        long before = lastServed();
        fault(Fault.code("top=1000", 1000, 504, "UnknownError"));

        assertReadsAll();
        assertThat(served(before)).hasSizeGreaterThan(3);
    }

    @Test
    void mailToHundredsOfPeopleMakesPagesOfMebibytesThatAreReadWhole() {
        List<EmailAddress> everybody = IntStream.range(0, 400)
                .mapToObj(i -> new EmailAddress("Person " + i, "person" + i + "@theirs.example"))
                .toList();
        tenant = tenant.withMail(
                owner,
                IntStream.range(0, 100)
                        .mapToObj(i -> message("to-all" + i, window.start().plusSeconds(i), everybody))
                        .toList());
        platform.simulator().put(tenant);

        assertReadsAll();
    }

    @Test
    void aServerThatFailsForLongIsLeftForLater() {
        fault(Fault.code("/messages", 1000, 503, "MailboxInfoStale"));

        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        Halt.OutOfPatience.class,
                        impatient -> assertThat(impatient.reason()).isEqualTo("http-503"));
    }

    @Test
    void pagesThatAreShorterThanTheyShouldBeAreNoticedByTheCount() {
        fault(new Fault("/messages?", 1, Mode.SHORT, 200, null));

        assertReadsAll();
    }

    @Test
    void aLinkThatLeadsNowhereIsNotFollowed() {
        fault(new Fault("/messages?", 1, Mode.LOOP, 200, null));
        fault(new Fault("/messages?", 1, Mode.BROKEN_LINK, 200, null));

        assertReadsAll();
    }

    @Test
    void moreThanAPageWithinOneSecondIsReadByItsLinks() {
        crowdedSecond();

        assertReadsAll();
    }

    @ParameterizedTest
    @CsvSource({"LOOP, repeated-link", "BROKEN_LINK, malformed-link"})
    void andIfThoseAreBrokenTheUnitIsTriedAgainLater(Mode mode, String reason) {
        crowdedSecond();
        fault(new Fault("/messages?", 1000, mode, 200, null));

        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        Halt.OutOfPatience.class,
                        impatient -> assertThat(impatient.reason()).isEqualTo(reason));
        platform.simulator().faults().clear();
        assertReadsAll();
    }

    @Test
    void anItemThatGraphCannotHandOverIsIsolatedAndCounted() {
        SimulatedMessage poisoned = tenant.mailbox(owner)
                .orElseThrow()
                .between(window.start(), window.end())
                .get(7);
        platform.simulator().faults().poison(owner, poisoned.receivedAt());

        Reading reading = read();

        assertThat(reading.read.unreadable()).isEqualTo(1);
        assertThat(reading.fold.messages()).isEqualTo(held() - 1);
        assertThat(reading.read.expected()).isEqualTo(held());
    }

    @Test
    void aMailboxThatGoesBetweenTwoRequestsIsSkipped() {
        OptionalLong counted = OptionalLong.of(held());
        platform.simulator().put(tenant.withoutMailbox(owner));

        assertThatThrownBy(() -> read(counted)).isInstanceOf(Halt.Skip.class);
    }

    @Test
    void aCountThatIsOldByNowIsCorrected() {
        OptionalLong counted = OptionalLong.of(held());
        tenant = tenant.withMail(owner, List.of(message("new", window.end().minusSeconds(5))));
        platform.simulator().put(tenant);

        assertThat(read(counted).read.expected()).isEqualTo(held());
    }

    /** With 1 and 2 at a time Graph refuses sooner than it says; with 4 as it says. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void howeverManyGraphBearsAtATimeNothingIsMissed(int atATime) {
        largeMailbox();
        platform.simulator().limits().mailbox(10_000, atATime);
        platform.simulator().latency().median(20);
        long before = lastServed();

        assertReadsAll();

        assertThat(served(before)).extracting(RequestLog.Served::running).allMatch(running -> running <= 4);
        if (atATime < 4) {
            assertThat(served(before)).extracting(RequestLog.Served::status).contains(429);
        }
    }

    /** How often depends on how busy the machine is (MailboxLimitsTest tells it without one); with a lane less never. */
    @Test
    void allFourThatAreAllowedAtATimeAreUsed() {
        largeMailbox();
        platform.simulator().latency().median(200);
        long before = lastServed();

        assertReadsAll();

        List<RequestLog.Served> pages = served(before).stream()
                .filter(request -> request.kind().equals("messages"))
                .toList();
        assertThat(pages).hasSizeGreaterThan(20);
        assertThat(pages).extracting(RequestLog.Served::status).containsOnly(200);
        assertThat(pages)
                .as("asked for while three others were on their way")
                .filteredOn(page -> page.running() == 4)
                .hasSizeGreaterThan(pages.size() / 5);
    }

    /** Three in ten requests fail, in every way there is. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aRunThroughFaultsFindsTheSameAsOneWithout(long seed) {
        List<ContactFold> clean = read().fold.contacts();
        platform.simulator().faults().follow(new FaultPlan(seed, 0.3));

        Reading faulty = read();

        assertThat(faulty.fold.contacts()).isEqualTo(clean);
        assertThat(faulty.read.expected()).isEqualTo(held());
    }

    @Test
    void changeTrackingIsNeverAskedForSoItsFaultsCannotHappen() {
        assertReadsAll();

        assertThat(platform.simulator().log().since(0))
                .extracting(RequestLog.Served::kind)
                .noneMatch(kind -> kind.contains("delta") || kind.contains("$batch"));
    }

    private record Reading(Units.Read read, UnitFold fold) {}

    private void assertReadsAll() {
        Reading reading = read();
        assertThat(reading.read).isEqualTo(new Units.Read(held(), 0));
        assertThat(reading.fold.messages()).isEqualTo(held());
    }

    private Reading read() {
        return read(OptionalLong.empty());
    }

    private Reading read(OptionalLong counted) {
        UnitFold fold = new UnitFold(
                window,
                counted.orElse(0),
                Set.of(tenant.user(owner.toString()).orElseThrow().userPrincipalName()),
                new Insiders(Set.copyOf(tenant.verifiedDomains()), Set.of()),
                new Pseudonyms() {
                    @Override
                    public long conversation(byte[] holding, int from, int until) {
                        return new String(holding, from, until - from, StandardCharsets.UTF_8).hashCode();
                    }

                    @Override
                    public long meeting(String iCalUId, long start) {
                        return iCalUId.hashCode() + start;
                    }
                });
        var client = graph.client(new TenantId(id));
        UserId user = new UserId(owner);
        Permit permit = Permit.of(user, () -> {});
        Units.Read read = mailboxes.read(client, user, window, counted, permit, fold);
        calendars.read(client, user, window, permit, fold::accept);
        return new Reading(read, fold);
    }

    private void fault(Fault fault) {
        Faults faults = platform.simulator().faults();
        faults.add(fault);
    }

    private long held() {
        return tenant.mailbox(owner)
                .orElseThrow()
                .between(window.start(), window.end())
                .size();
    }

    private void crowdedSecond() {
        Instant second = window.start().plusSeconds(1234);
        tenant = tenant.withMail(
                owner,
                IntStream.range(0, 1_500)
                        .mapToObj(i -> message("crowd" + i, second))
                        .toList());
        platform.simulator().put(tenant);
    }

    private void largeMailbox() {
        List<SimulatedMessage> many = new ArrayList<>();
        long seconds = Duration.between(window.start(), window.end()).toSeconds();
        for (int i = 0; i < 30_000; i++) {
            many.add(message("large" + i, window.start().plusSeconds(i * seconds / 30_000)));
        }
        tenant = tenant.withMail(owner, many);
        platform.simulator().put(tenant);
    }

    private SimulatedMessage message(String name, Instant at) {
        return message(name, at, List.of());
    }

    private SimulatedMessage message(String name, Instant at, List<EmailAddress> copies) {
        return new SimulatedMessage(
                name,
                "<" + name + "@x>",
                "conversation " + name,
                at,
                at,
                new EmailAddress("Ann", "ann@theirs.example"),
                List.of(new EmailAddress(
                        "Me", tenant.user(owner.toString()).orElseThrow().userPrincipalName())),
                copies,
                false,
                null);
    }

    private long lastServed() {
        List<RequestLog.Served> all = platform.simulator().log().since(0);
        return all.isEmpty() ? 0 : all.getLast().seq();
    }

    private List<RequestLog.Served> served(long since) {
        return platform.simulator().log().since(since).stream()
                .filter(request -> request.kind().startsWith("messages"))
                .toList();
    }
}
