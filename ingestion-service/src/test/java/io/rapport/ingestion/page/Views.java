package io.rapport.ingestion.page;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ingestion.BatchProgress;
import io.rapport.ingestion.batch.IngestionView;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** How ingestion may stand. */
final class Views {

    private static final TenantId TENANT = new TenantId(new UUID(1, 1));
    private static final Te EPOCH = new Te(7);
    private static final LocalDate GRANT = LocalDate.of(2026, 11, 28);
    private static final IngestionView.Counts COUNTS =
            new IngestionView.Counts(12_000, 7_000, 3_000, 1_500, 100, 300, 100, 5, 800, 600);
    private static final IngestionView.Counts NO_COUNTS = new IngestionView.Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final IngestionView.Pace STANDSTILL = new IngestionView.Pace(0, null);

    private Views() {}

    static IngestionView without(String state, String reason) {
        return new IngestionView(
                TENANT,
                1,
                EPOCH,
                state,
                reason,
                List.of(),
                new IngestionView.Live(0, 0, null),
                STANDSTILL,
                List.of(),
                null,
                NO_COUNTS);
    }

    static IngestionView running(int monthsRead) {
        return view(
                "RUNNING",
                "",
                monthsRead,
                new IngestionView.Live(0, 0, null),
                new IngestionView.Pace(1234.56, Instant.parse("2026-11-28T14:05:00Z")),
                List.of());
    }

    static IngestionView paused() {
        return view("PAUSED", "LICENCE_LOST", 5, new IngestionView.Live(2, 0, null), STANDSTILL, List.of());
    }

    static IngestionView done() {
        return view(
                "DONE",
                "",
                12,
                new IngestionView.Live(3, 3, GRANT.plusDays(3)),
                STANDSTILL,
                List.of(
                        new IngestionView.Unfinished("DONE", "calendar-access-denied", 1),
                        new IngestionView.Unfinished("FAILED", "http-503", 2),
                        new IngestionView.Unfinished("SKIPPED", "no-mailbox", 12)));
    }

    private static IngestionView view(
            String state,
            String reason,
            int monthsRead,
            IngestionView.Live live,
            IngestionView.Pace pace,
            List<IngestionView.Unfinished> unfinished) {
        return new IngestionView(
                TENANT,
                1,
                EPOCH,
                state,
                reason,
                IntStream.rangeClosed(1, 12 + live.over())
                        .mapToObj(number -> batch(number, number <= monthsRead))
                        .toList(),
                live,
                pace,
                unfinished,
                state.equals("DONE") ? 42L : null,
                COUNTS);
    }

    private static BatchProgress batch(int number, boolean read) {
        LocalDate from = number <= 12 ? GRANT.minusMonths(number) : GRANT.plusDays(number - 13L);
        return new BatchProgress(
                TENANT,
                EPOCH,
                number,
                from,
                number <= 12 ? from.plusMonths(1) : from.plusDays(1),
                read ? BatchProgress.State.DONE : BatchProgress.State.PLANNED,
                1,
                8,
                read ? 7 : 0,
                read ? 1 : 0,
                0,
                1_000,
                read ? 1_000 : 0,
                read ? 60 : 0);
    }
}
