package io.rapport.consent.journal;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.rapport.contracts.audit.AuditEntry;
import io.rapport.contracts.ids.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Reads the audit trail out, and checks it: on demand and, for all tenants, every day. */
@Singleton
public class AuditTrail {

    private static final Logger LOG = Logger.getLogger(AuditTrail.class);
    private static final int PAGE = 500;

    private final Journal journal;
    private final AtomicInteger broken = new AtomicInteger();

    AuditTrail(Journal journal, MeterRegistry metrics) {
        this.journal = journal;
        metrics.gauge("rapport.journal.broken.tenants", broken);
    }

    /** Every entry, in order. */
    public Multi<AuditEntry> entries(TenantId tenant) {
        return Multi.createBy()
                .repeating()
                .uni(
                        AtomicInteger::new,
                        position -> page(tenant, position.get()).invoke(page -> {
                            if (!page.isEmpty()) {
                                position.set(page.getLast().position());
                            }
                        }))
                .whilst(page -> page.size() == PAGE)
                .onItem()
                .disjoint();
    }

    public Uni<Verdict> verify(TenantId tenant) {
        return entries(tenant).collect().in(Check::new, Check::accept).map(Check::verdict);
    }

    @Scheduled(every = "24h", delayed = "2m", identity = "journal")
    Uni<Void> verifyAll() {
        return Panache.withSession(() -> Panache.getSession()
                        .flatMap(session -> session.createNativeQuery(
                                        "SELECT DISTINCT CAST(tenant AS text) FROM journal", String.class)
                                .getResultList()))
                .onItem()
                .transformToMulti((List<String> tenants) -> Multi.createFrom().iterable(tenants))
                .onItem()
                .transformToUniAndConcatenate(tenant -> verify(TenantId.of(tenant))
                        .invoke(verdict -> {
                            if (!verdict.whole()) {
                                LOG.errorf("The audit trail of tenant %s is broken at %d", tenant, verdict.brokenAt());
                            }
                        }))
                .filter(verdict -> !verdict.whole())
                .collect()
                .asList()
                .invoke(flawed -> broken.set(flawed.size()))
                .replaceWithVoid();
    }

    private Uni<List<AuditEntry>> page(TenantId tenant, int after) {
        return Panache.withSession(
                () -> Panache.getSession().flatMap(session -> journal.page(session, tenant, after, PAGE)));
    }

    private static final class Check {

        private int position;
        private String hash = "";
        private int brokenAt;

        void accept(AuditEntry entry) {
            if (brokenAt == 0 && entry.follows(position, hash)) {
                position = entry.position();
                hash = entry.hash();
            } else if (brokenAt == 0) {
                brokenAt = entry.position();
            }
        }

        Verdict verdict() {
            return new Verdict(position, brokenAt == 0 ? null : brokenAt, hash);
        }
    }
}
