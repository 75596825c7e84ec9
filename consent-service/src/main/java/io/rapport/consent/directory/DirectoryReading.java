package io.rapport.consent.directory;

import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads who is licensed and who is in the excluded groups, and keeps the ids for the set operation on sharing. */
@Singleton
public class DirectoryReading {

    private final Directory directory;
    private final Clock clock;

    DirectoryReading(Directory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** @param members by excluded group */
    public record Reading(Set<UserId> licensed, Map<UUID, Set<UserId>> members) {}

    /**
     * Blocks. Fails closed: without knowing every group's members nobody knows who must be left out.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 if a group does not exist
     */
    public Reading read(TenantId tenant, List<UUID> groups) {
        Map<UUID, Set<UserId>> members = new LinkedHashMap<>();
        for (UUID group : groups) {
            switch (directory.members(tenant, group)) {
                case Directory.Membership.Members(Set<UserId> users) -> members.put(group, users);
                case Directory.Membership.UnknownGroup() ->
                    throw Problems.of(
                            ErrorCode.INVALID_REQUEST,
                            "There is no group " + group + " in the directory; nothing was changed.");
            }
        }
        return new Reading(directory.licensedUsers(tenant), members);
    }

    /** Replaces what was known. Within the session's transaction. */
    public Uni<Void> store(Mutiny.Session session, TenantId tenant, Reading reading) {
        Uni<Void> replaced = run(session, "DELETE FROM licensed_user WHERE tenant = :tenant", tenant)
                .chain(() -> run(session, "DELETE FROM group_member WHERE tenant = :tenant", tenant))
                .chain(() -> run(session, "DELETE FROM excluded_group WHERE tenant = :tenant", tenant))
                .chain(() -> insert(
                        session,
                        "INSERT INTO licensed_user SELECT :tenant, CAST(id AS uuid)"
                                + " FROM unnest(string_to_array(:ids, ',')) AS id",
                        tenant,
                        reading.licensed()));
        for (Map.Entry<UUID, Set<UserId>> group : reading.members().entrySet()) {
            replaced = replaced.chain(
                            () -> session.createNativeQuery("INSERT INTO excluded_group VALUES (:tenant, :group)")
                                    .setParameter("tenant", tenant.value())
                                    .setParameter("group", group.getKey())
                                    .executeUpdate())
                    .chain(() -> insert(
                            session,
                            "INSERT INTO group_member SELECT :tenant, CAST('" + group.getKey() + "' AS uuid),"
                                    + " CAST(id AS uuid) FROM unnest(string_to_array(:ids, ',')) AS id",
                            tenant,
                            group.getValue()));
        }
        return replaced.chain(() -> session.createNativeQuery("INSERT INTO directory_reading VALUES (:tenant, :at)"
                                + " ON CONFLICT (tenant) DO UPDATE SET read_at = excluded.read_at")
                        .setParameter("tenant", tenant.value())
                        .setParameter("at", clock.instant())
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> run(Mutiny.Session session, String sql, TenantId tenant) {
        return session.createNativeQuery(sql)
                .setParameter("tenant", tenant.value())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> insert(Mutiny.Session session, String sql, TenantId tenant, Set<UserId> users) {
        if (users.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(sql)
                .setParameter("tenant", tenant.value())
                .setParameter("ids", users.stream().map(UserId::toString).collect(Collectors.joining(",")))
                .executeUpdate()
                .replaceWithVoid();
    }
}
