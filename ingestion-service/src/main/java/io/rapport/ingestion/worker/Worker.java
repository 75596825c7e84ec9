package io.rapport.ingestion.worker;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.ingestion.SealedPart;
import io.rapport.ingestion.batch.BatchKind;
import io.rapport.ingestion.batch.Units;
import io.rapport.ingestion.calendar.CalendarReader;
import io.rapport.ingestion.directory.Person;
import io.rapport.ingestion.directory.TenantDirectory;
import io.rapport.ingestion.fetch.Halt;
import io.rapport.ingestion.fetch.Permit;
import io.rapport.ingestion.fold.Pseudonyms;
import io.rapport.ingestion.fold.UnitFold;
import io.rapport.ingestion.mailbox.MailboxReader;
import io.rapport.ingestion.plan.Window;
import io.rapport.kit.gate.ConsentGate;
import io.rapport.kit.keys.EpochCipher;
import io.rapport.kit.keys.EpochKeys;
import io.rapport.kit.keys.KeyState;
import io.rapport.kit.keys.NumberPseudonyms;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Works off claimed units: counts them, or of each reads mail and meetings, folds, seals, publishes, checkpoints. A crash
 * anywhere leaves the unit open; it runs again with a higher revision and its result replaces whatever was published
 * before. Blocks; for virtual threads.
 */
@Singleton
public class Worker {

    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final HexFormat HEX = HexFormat.of();
    /** Most mailboxes of a month are read in a fraction of it. */
    private static final Duration READING_PATIENCE = Duration.ofSeconds(10);

    private final ConsentGate gate;
    private final EpochKeys keys;
    private final MailboxReader mailboxes;
    private final CalendarReader calendars;
    private final Units units;
    private final Reconciliation reconciliation;
    private final MutinyEmitter<byte[]> interactions;
    private final Counter emails;
    private final Counter meetings;
    private final Counter unreadable;
    private volatile boolean ending;

    Worker(
            ConsentGate gate,
            EpochKeys keys,
            MailboxReader mailboxes,
            CalendarReader calendars,
            Units units,
            Reconciliation reconciliation,
            @Channel("interactions") MutinyEmitter<byte[]> interactions,
            MeterRegistry metrics) {
        this.gate = gate;
        this.keys = keys;
        this.mailboxes = mailboxes;
        this.calendars = calendars;
        this.units = units;
        this.reconciliation = reconciliation;
        this.interactions = interactions;
        // There from the start: of a series that begins with its first event Prometheus sees no increase.
        this.emails = metrics.counter("rapport.ingestion.emails");
        this.meetings = metrics.counter("rapport.ingestion.meetings");
        this.unreadable = metrics.counter("rapport.ingestion.unreadable");
    }

    /** What a run works with. */
    public record Run(ConsentState consent, GraphServiceClient graph, TenantDirectory directory) {}

    /**
     * Reads units one after the other.
     *
     * @throws Halt.GateClosed to end the run
     * @throws Halt.StopTenant to end it until somebody mends the tenant
     */
    public void read(Run run, List<Units.Claim> claims) {
        Turns turns = new Turns(units, claims, READING_PATIENCE);
        try {
            for (Optional<Units.Claim> next = turns.next(); next.isPresent(); next = turns.next()) {
                Units.Claim claim = next.get();
                attempt(run, claim, permit -> read(run, claim, permit.and(turns::keepNobodyWaiting)));
            }
        } finally {
            turns.giveBack();
        }
    }

    private void read(Run run, Units.Claim claim, Permit permit) {
        if (claim.kind() == BatchKind.RECONCILIATION) {
            reconciliation.compare(run, claim, permit);
        } else {
            process(run, claim, permit);
        }
    }

    /**
     * Counts units one after the other; one that fails costs no other its count.
     *
     * @throws Halt as {@link #read} does, when what was counted until then is written
     */
    public void count(Run run, List<Units.Claim> claims) {
        Counting counting = new Counting(units, run.consent(), claims);
        try {
            for (Optional<Units.Claim> next = counting.next(); next.isPresent(); next = counting.next()) {
                Units.Claim claim = next.get();
                attempt(
                        run,
                        claim,
                        permit -> counting.counted(claim, count(run, claim, permit.and(counting::keepNobodyWaiting))));
            }
        } finally {
            counting.settle();
        }
    }

    private long count(Run run, Units.Claim claim, Permit permit) {
        return mailboxes.count(run.graph(), claim.user(), claim.window(), permit);
    }

    /** However it fails, it is the failure of this unit alone, unless no other can be worked on either. */
    private void attempt(Run run, Units.Claim claim, Consumer<Permit> work) {
        try {
            Permit permit = permit(run.consent(), claim);
            permit.check();
            work.accept(permit);
        } catch (Halt halt) {
            switch (halt) {
                case Halt.Skip skip ->
                    units.skipped(claim, skip.reason()).await().indefinitely();
                case Halt.Later later -> units.postponed(claim).await().indefinitely();
                case Halt.OutOfPatience impatient ->
                    units.failed(claim, impatient.reason()).await().indefinitely();
                case Halt.Poisoned poisoned ->
                    units.failed(claim, poisoned.reason()).await().indefinitely();
                case Halt.GateClosed closed -> {
                    units.released(List.of(claim)).await().indefinitely();
                    throw closed;
                }
                case Halt.StopTenant stop -> {
                    units.released(List.of(claim)).await().indefinitely();
                    throw stop;
                }
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "A unit of batch %d of epoch %s failed", claim.number(), claim.te());
            units.failed(claim, "internal-error").await().indefinitely();
        }
    }

    /** Whatever is being read ends with its next page, and its unit stays open. */
    void end() {
        ending = true;
    }

    private void process(Run run, Units.Claim claim, Permit permit) {
        Window window = claim.window();
        ConsentState consent = run.consent();
        UserId user = claim.user();
        Person person = run.directory().people().get(user);
        if (person == null) {
            throw new Halt.Skip("no-user");
        }
        EpochCipher cipher = cipher(consent);
        UnitFold fold = new UnitFold(
                window,
                claim.expected().orElse(0),
                person.addresses(),
                run.directory().insiders(),
                pseudonyms(cipher));
        if (claim.number() == 1 || claim.kind() == BatchKind.LIVE) {
            long total = mailboxes.total(run.graph(), user, permit);
            units.total(claim.te(), user, total).await().indefinitely();
        }
        Units.Read read = mailboxes.read(run.graph(), user, window, claim.expected(), permit, fold);
        String lacking = meetings(run, user, window, permit, fold);
        permit.check();
        SealedUnits.seal(cipher, claim, person, fold.counts(), fold.contacts()).forEach(this::publish);
        if (units.done(consent, claim, read, fold.counts(), lacking).await().indefinitely()) {
            unreadable.increment(read.unreadable());
            emails.increment(fold.counts().getMessages());
            meetings.increment(fold.counts().getMeetings());
        }
    }

    /** A calendar that cannot be read costs its meetings, never the mail. @return what is lacking, empty if nothing */
    private String meetings(Run run, UserId user, Window window, Permit permit, UnitFold fold) {
        try {
            calendars.read(run.graph(), user, window, permit, fold::accept);
            return "";
        } catch (Halt.Skip skip) {
            permit.check();
            return "calendar-" + skip.reason();
        }
    }

    private Permit permit(ConsentState consent, Units.Claim claim) {
        return Permit.of(claim.user(), () -> check(consent, claim));
    }

    private void check(ConsentState consent, Units.Claim claim) {
        if (ending || !gate.reads(consent.te())) {
            throw new Halt.GateClosed();
        }
        if (gate.period(consent.tenant(), claim.user()).orElse(-1) != claim.period()) {
            throw new Halt.Skip("sharing-off");
        }
    }

    private EpochCipher cipher(ConsentState consent) {
        return switch (keys.of(consent.te()).await().indefinitely()) {
            case KeyState.Available(EpochCipher cipher) -> cipher;
            case KeyState.Destroyed() -> throw new Halt.GateClosed();
            case KeyState.Unavailable() -> throw new Halt.Later("key-unavailable");
        };
    }

    private void publish(SealedPart part) {
        try {
            interactions
                    .sendMessage(Message.of(part.toByteArray())
                            .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                                    .withKey(HEX.formatHex(part.getUnitId().toByteArray()))
                                    .build()))
                    .await()
                    .indefinitely();
        } catch (RuntimeException e) {
            LOG.warnf("Kafka took no part: %s", e.getClass().getSimpleName());
            throw new Halt.Later("kafka-unavailable");
        }
    }

    private static Pseudonyms pseudonyms(EpochCipher cipher) {
        NumberPseudonyms conversations = cipher.numbers("conversation");
        NumberPseudonyms meetings = cipher.numbers("meeting");
        return new Pseudonyms() {
            @Override
            public long conversation(byte[] holding, int from, int until) {
                return conversations.of(holding, from, until);
            }

            @Override
            public long meeting(String iCalUId, long start) {
                return meetings.of(iCalUId + "|" + start);
            }
        };
    }
}
