package io.rapport.ingestion.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.ingestion.batch.BatchKind;
import io.rapport.ingestion.batch.Units;
import io.rapport.ingestion.fetch.Permit;
import io.rapport.ingestion.mailbox.MailboxReader;
import io.rapport.ingestion.plan.Window;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Compares what was read of a mailbox with what Graph counts now: mail that came in late with an old date (an import, a
 * restore) is found by it, and the window is read again. Months are counted one by one; the days since the grant together,
 * and one by one only if their sum differs. Blocks.
 */
@Singleton
class Reconciliation {

    private final MailboxReader mailboxes;
    private final Units units;
    private final Counter reopened;

    Reconciliation(MailboxReader mailboxes, Units units, MeterRegistry metrics) {
        this.mailboxes = mailboxes;
        this.units = units;
        this.reopened = metrics.counter("rapport.ingestion.reconciliation.reopened");
    }

    void compare(Worker.Run run, Units.Claim claim, Permit permit) {
        permit.check();
        List<Units.Finished> finished =
                units.finished(claim.te(), claim.user()).await().indefinitely();
        for (Units.Finished month : of(finished, BatchKind.HISTORY)) {
            compare(run, claim, month, permit);
        }
        List<Units.Finished> days = of(finished, BatchKind.LIVE);
        if (!days.isEmpty() && differ(run, claim, days, permit)) {
            days.forEach(day -> compare(run, claim, day, permit));
        }
        permit.check();
        units.done(run.consent(), claim, new Units.Read(0, 0), UnitCounts.getDefaultInstance(), "")
                .await()
                .indefinitely();
    }

    private boolean differ(Worker.Run run, Units.Claim claim, List<Units.Finished> days, Permit permit) {
        Window all = new Window(
                days.getFirst().window().from(), days.getLast().window().until());
        long read = days.stream().mapToLong(Units.Finished::expected).sum();
        return mailboxes.count(run.graph(), claim.user(), all, permit) != read;
    }

    private void compare(Worker.Run run, Units.Claim claim, Units.Finished unit, Permit permit) {
        if (mailboxes.count(run.graph(), claim.user(), unit.window(), permit) != unit.expected()) {
            reopen(claim.te(), claim, unit);
        }
    }

    private void reopen(Te te, Units.Claim claim, Units.Finished unit) {
        units.reopen(te, claim.user(), unit.number()).await().indefinitely();
        reopened.increment();
    }

    private static List<Units.Finished> of(List<Units.Finished> finished, BatchKind kind) {
        return finished.stream().filter(unit -> unit.kind() == kind).toList();
    }
}
