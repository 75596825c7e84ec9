package io.rapport.purge.page;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.purge.CaseKind;
import io.rapport.purge.deletion.CaseState;
import io.rapport.purge.deletion.CaseView;
import io.rapport.purge.deletion.CaseView.Clock;
import io.rapport.purge.deletion.CaseView.Event;
import io.rapport.purge.deletion.CaseView.Hold;
import io.rapport.purge.deletion.CaseView.Order;
import io.rapport.purge.deletion.CaseView.Risk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How cases may stand. */
final class Cases {

    static final Instant DECIDED = Instant.parse("2026-11-28T08:00:00Z");
    static final String DIGEST = "00".repeat(32);
    private static final String ADMINISTRATOR = new UUID(0, 9).toString();
    private static final Clock MONTH = running(0.01, Risk.ON_TIME, Duration.ofDays(29));

    private Cases() {}

    /** An hour in, with an owner that does not confirm. */
    static CaseView moving(CaseKind kind) {
        return view(
                kind,
                CaseState.FENCED,
                "DRAIN by INGESTION: not now, INSIGHTS",
                running(0.04, Risk.ON_TIME, Duration.ofHours(23).plusMinutes(7)),
                MONTH,
                null);
    }

    static CaseView held() {
        return view(
                CaseKind.EPOCH,
                CaseState.QUARANTINED,
                "the legal hold to be lifted",
                running(0.85, Risk.CRITICAL, Duration.ofHours(3)),
                MONTH,
                new Hold("a court asked <for> it", new UserId(new UUID(0, 9)), DECIDED.plusSeconds(60)));
    }

    static CaseView missed() {
        return view(
                CaseKind.EPOCH,
                CaseState.DROPPED,
                "3 left in insights.rows",
                new Clock(null, 1.1, Risk.BREACHED, -7200L, DECIDED.plus(Duration.ofHours(24))),
                MONTH,
                null);
    }

    static CaseView finished(CaseKind kind) {
        return view(
                kind,
                CaseState.BACKUPS_VERIFIED,
                "",
                new Clock(DECIDED.plusSeconds(1800), null, Risk.MET, null, null),
                new Clock(DECIDED.plus(Duration.ofDays(20)), null, Risk.MET, null, null),
                null);
    }

    static CaseView waitingForBackups() {
        return view(
                CaseKind.EPOCH,
                CaseState.BACKUPS_PENDING,
                "3 backups to expire",
                new Clock(DECIDED.plusSeconds(1800), null, Risk.MET, null, null),
                running(0.55, Risk.AT_RISK, Duration.ofDays(13)),
                null);
    }

    private static Clock running(double used, Risk risk, Duration left) {
        return new Clock(null, used, risk, left.toSeconds(), null);
    }

    private static CaseView view(
            CaseKind kind, CaseState state, String waitingFor, Clock app, Clock backup, @Nullable Hold hold) {
        return new CaseView(
                "00000000000000a7",
                kind,
                kind == CaseKind.MAILBOXES ? "SWITCHED_OFF" : "",
                kind == CaseKind.MAILBOXES ? 2_000 : 0,
                new Te(0xa7),
                2,
                state,
                waitingFor,
                DECIDED,
                DECIDED.plus(Duration.ofHours(24)),
                DECIDED.plus(Duration.ofDays(30)),
                app,
                backup,
                hold,
                List.of(
                        new Event(DECIDED, "OPENED", "", DIGEST),
                        new Event(DECIDED.plusSeconds(60), "FENCED", "", DIGEST),
                        new Event(DECIDED.plusSeconds(90), "HELD", ADMINISTRATOR + ": a court asked", DIGEST),
                        new Event(DECIDED.plusSeconds(120), "RETRIED", ADMINISTRATOR, DIGEST),
                        new Event(DECIDED.plusSeconds(180), "FENCED", "3 left in insights.rows", DIGEST)),
                List.of(
                        new Order("FENCE", "INSIGHTS", DECIDED, DECIDED.plusSeconds(30), ""),
                        new Order("DRAIN", "INGESTION", DECIDED.plusSeconds(60), null, "not now")));
    }
}
