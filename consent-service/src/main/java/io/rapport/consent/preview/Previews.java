package io.rapport.consent.preview;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.rapport.consent.decision.Decision;
import io.rapport.consent.directory.Directory;
import io.rapport.consent.directory.DirectoryReading;
import io.rapport.consent.directory.GroupChoice;
import io.rapport.consent.directory.GroupChoice.Purpose;
import io.rapport.consent.directory.Reading;
import io.rapport.consent.eligibility.Eligibility;
import io.rapport.consent.preview.Preview.Change;
import io.rapport.consent.preview.Preview.Deletion;
import io.rapport.consent.preview.Preview.GroupPreview;
import io.rapport.consent.preview.Preview.People;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Plays a decision through without making it. */
@Singleton
public class Previews {

    private static final String DELETION = " is hidden within 60 seconds, deleted from the application within 24 hours"
            + " and from backups within 30 days.";

    private final DirectoryReading readings;
    private final MailCounter counter;
    private final Vertx vertx;

    Previews(DirectoryReading readings, MailCounter counter, Vertx vertx) {
        this.readings = readings;
        this.counter = counter;
        this.vertx = vertx;
    }

    /** What is in force now. */
    private record Now(boolean active, Set<UserId> shared, Set<UserId> switchedOff) {}

    public Uni<Preview> of(TenantId tenant, String role, Decision decision) {
        List<GroupChoice> choices = decision.groups();
        return Panache.withSession(() -> Panache.getSession().flatMap(session -> now(session, tenant)))
                .flatMap(now -> vertx.executeBlocking(
                        () -> decision.options().identifiableInsights()
                                ? play(tenant, role, now, readings.read(tenant, choices))
                                : without(tenant, role, now, readings.read(tenant, choices)),
                        false))
                .onFailure()
                .transform(e -> Problems.of(
                        ErrorCode.UPSTREAM_UNAVAILABLE,
                        "Microsoft Graph did not say what would happen; nothing was changed."));
    }

    private Preview play(TenantId tenant, String role, Now now, Reading reading) {
        Set<UserId> excluded = members(reading, Purpose.EXCLUDED);
        Set<UserId> roles = members(reading, Purpose.ROLE);
        boolean byRole = reading.groups().keySet().stream().anyMatch(choice -> choice.purpose() == Purpose.ROLE);
        Set<UserId> shared = reading.licensed().stream()
                .filter(user -> !now.switchedOff().contains(user))
                .filter(user -> !excluded.contains(user))
                .filter(user -> !byRole || roles.contains(user))
                .collect(Collectors.toSet());
        Set<UserId> leaving = minus(now.shared(), shared);
        Set<UserId> joining = minus(shared, now.shared());
        People people = new People(
                reading.licensed().size(),
                shared.size(),
                count(reading.licensed(), excluded::contains),
                byRole ? count(reading.licensed(), user -> !roles.contains(user)) : 0,
                count(reading.licensed(), now.switchedOff()::contains),
                joining.size(),
                leaving.size());
        List<String> refusals = new ArrayList<>(reading.obstacles());
        if (!now.active() && reading.eligibility() instanceof Eligibility.Ineligible ineligible) {
            refusals.add(ineligible.inWords());
        }
        return new Preview(
                now.active() ? Change.AMEND : Change.GRANT,
                role,
                reading.eligibility().lacking(),
                refusals,
                groups(reading),
                people,
                leaving.isEmpty() ? null : deletion(tenant, leaving, "What was read of those who leave"),
                counter.estimate(tenant, now.active() ? joining : shared));
    }

    private Preview without(TenantId tenant, String role, Now now, Reading reading) {
        return new Preview(
                now.active() ? Change.WITHDRAW : Change.PERMISSIONS,
                role,
                reading.eligibility().lacking(),
                now.active() ? List.of("Withdrawing has a call of its own: DELETE /api/v1/consent.") : List.of(),
                List.of(),
                new People(
                        reading.licensed().size(),
                        0,
                        0,
                        0,
                        count(reading.licensed(), now.switchedOff()::contains),
                        0,
                        now.shared().size()),
                now.active() ? deletion(tenant, now.shared(), "Everything that was read") : null,
                null);
    }

    private Deletion deletion(TenantId tenant, Set<UserId> users, String what) {
        return new Deletion(users.size(), counter.estimate(tenant, users).emails(), what + DELETION);
    }

    private static List<GroupPreview> groups(Reading reading) {
        return reading.groups().entrySet().stream()
                .map(entry -> group(entry, reading.licensed()))
                .toList();
    }

    private static GroupPreview group(Map.Entry<GroupChoice, Directory.Group> entry, Set<UserId> licensed) {
        GroupChoice choice = entry.getKey();
        String obstacle = entry.getValue().obstacle(choice.id());
        return switch (entry.getValue()) {
            case Directory.Group.Readable(String name, boolean dynamic, Set<UserId> members, List<String> sample) ->
                new GroupPreview(
                        choice.id(),
                        choice.purpose(),
                        name,
                        dynamic,
                        null,
                        members.size(),
                        count(members, licensed::contains),
                        sample);
            case Directory.Group.Hidden(String name) -> unusable(choice, name, obstacle);
            case Directory.Group.NoSecurityGroup(String name) -> unusable(choice, name, obstacle);
            case Directory.Group.Unknown unknown -> unusable(choice, "", obstacle);
        };
    }

    private static GroupPreview unusable(
            GroupChoice choice, String name, @org.jspecify.annotations.Nullable String obstacle) {
        return new GroupPreview(choice.id(), choice.purpose(), name, false, obstacle, 0, 0, List.of());
    }

    private static Set<UserId> members(Reading reading, Purpose purpose) {
        Set<UserId> all = new HashSet<>();
        reading.groups().forEach((choice, group) -> {
            if (choice.purpose() == purpose && group instanceof Directory.Group.Readable readable) {
                all.addAll(readable.members());
            }
        });
        return all;
    }

    private static Set<UserId> minus(Set<UserId> all, Set<UserId> others) {
        return all.stream().filter(user -> !others.contains(user)).collect(Collectors.toSet());
    }

    private static int count(Set<UserId> users, java.util.function.Predicate<UserId> which) {
        return (int) users.stream().filter(which).count();
    }

    private static Uni<Now> now(Mutiny.Session session, TenantId tenant) {
        return users(session, tenant, "SELECT CAST(user_id AS text) FROM sharing WHERE tenant = :tenant AND shared")
                .flatMap(shared -> users(
                                session,
                                tenant,
                                "SELECT CAST(user_id AS text) FROM own_switch WHERE tenant = :tenant AND off")
                        .flatMap(off -> session.createNativeQuery(
                                        "SELECT EXISTS (SELECT FROM consent_epoch"
                                                + " WHERE tenant = :tenant AND phase = 'ACTIVE')",
                                        Boolean.class)
                                .setParameter("tenant", tenant.value())
                                .getSingleResult()
                                .map(active -> new Now(active, shared, off))));
    }

    private static Uni<Set<UserId>> users(Mutiny.Session session, TenantId tenant, String sql) {
        return session.createNativeQuery(sql, String.class)
                .setParameter("tenant", tenant.value())
                .getResultList()
                .map(ids -> ids.stream().map(UserId::of).collect(Collectors.toSet()));
    }
}
