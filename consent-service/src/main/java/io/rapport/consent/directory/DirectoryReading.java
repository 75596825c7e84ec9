package io.rapport.consent.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.consent.eligibility.AcceptedLicences;
import io.rapport.consent.eligibility.Eligibility;
import io.rapport.consent.eligibility.LicenceRules;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads licences, people and chosen groups, and keeps the ids for the set operation on sharing. */
@Singleton
public class DirectoryReading {

    /** Only what differs is touched: most people are there every day. */
    private static final String LEFT = """
            DELETE FROM licensed_user known WHERE tenant = :tenant
               AND NOT EXISTS (SELECT FROM unnest(string_to_array(:ids, ',')) AS id
                                WHERE CAST(id AS uuid) = known.user_id)""";

    private static final String JOINED = """
            INSERT INTO licensed_user
            SELECT :tenant, CAST(id AS uuid) FROM unnest(string_to_array(:ids, ',')) AS id
            ON CONFLICT DO NOTHING""";
    private static final String LEFT_GROUP = """
            DELETE FROM group_member known WHERE tenant = :tenant AND group_id = :group
               AND NOT EXISTS (SELECT FROM unnest(string_to_array(:ids, ',')) AS id
                                WHERE CAST(id AS uuid) = known.user_id)""";
    private static final String JOINED_GROUP = """
            INSERT INTO group_member
            SELECT :tenant, :group, CAST(id AS uuid) FROM unnest(string_to_array(:ids, ',')) AS id
            ON CONFLICT DO NOTHING""";
    /** Of a group that cannot be read the name stays as it was. */
    private static final String CHOOSE = """
            INSERT INTO chosen_group (tenant, group_id, purpose, name, dynamic, state)
            VALUES (:tenant, :group, :purpose, :name, :dynamic, :state)
            ON CONFLICT (tenant, group_id) DO UPDATE
               SET purpose = excluded.purpose, state = excluded.state, dynamic = excluded.dynamic,
                   name = CASE WHEN excluded.name = '' THEN chosen_group.name ELSE excluded.name END""";

    private static final String CHOSEN = """
            SELECT g.group_id, g.purpose, g.name, count(m.user_id), g.dynamic, g.state
              FROM chosen_group g LEFT JOIN group_member m USING (tenant, group_id)
             WHERE tenant = :tenant
             GROUP BY tenant, group_id, g.purpose, g.name, g.dynamic, g.state
             ORDER BY g.purpose, group_id""";
    private static final String READ_AT = """
            INSERT INTO directory_reading (tenant, read_at, missing) VALUES (:tenant, :at, :missing)
            ON CONFLICT (tenant) DO UPDATE SET read_at = excluded.read_at, missing = excluded.missing""";

    private final Directory directory;
    private final AcceptedLicences accepted;
    private final ObjectMapper json;
    private final Clock clock;

    DirectoryReading(Directory directory, AcceptedLicences accepted, ObjectMapper json, Clock clock) {
        this.directory = directory;
        this.accepted = accepted;
        this.json = json;
        this.clock = clock;
    }

    /** Blocks. */
    public Reading read(TenantId tenant, List<GroupChoice> choices) {
        Map<GroupChoice, Directory.Group> groups = new LinkedHashMap<>();
        choices.forEach(choice -> groups.put(choice, directory.group(tenant, choice.id())));
        return new Reading(
                LicenceRules.judge(directory.products(tenant), accepted), directory.licensedUsers(tenant), groups);
    }

    /** Replaces what was known; of a group that cannot be read the members stay. Within the session's transaction. */
    public Uni<Void> store(Mutiny.Session session, TenantId tenant, Reading reading) {
        String chosen = reading.groups().keySet().stream()
                .map(choice -> choice.id().toString())
                .collect(Collectors.joining(","));
        return people(session, LEFT, tenant, reading.licensed())
                .chain(() -> people(session, JOINED, tenant, reading.licensed()))
                .chain(() -> dropOthers(session, "group_member", tenant, chosen))
                .chain(() -> dropOthers(session, "chosen_group", tenant, chosen))
                .chain(() -> Multi.createFrom()
                        .iterable(reading.groups().entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(group -> store(session, tenant, group.getKey(), group.getValue()))
                        .collect()
                        .asList())
                .chain(() -> session.createNativeQuery(READ_AT)
                        .setParameter("tenant", tenant.value())
                        .setParameter("at", clock.instant())
                        .setParameter("missing", text(reading.eligibility().lacking()))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> store(Mutiny.Session session, TenantId tenant, GroupChoice choice, Directory.Group group) {
        String name = switch (group) {
            case Directory.Group.Readable readable -> readable.name();
            case Directory.Group.Hidden(String hidden) -> hidden;
            case Directory.Group.NoSecurityGroup(String other) -> other;
            case Directory.Group.Unknown unknown -> "";
        };
        boolean dynamic = group instanceof Directory.Group.Readable readable && readable.dynamic();
        Uni<Void> chosen = session.createNativeQuery(CHOOSE)
                .setParameter("tenant", tenant.value())
                .setParameter("group", choice.id())
                .setParameter("purpose", choice.purpose().name())
                .setParameter("name", name)
                .setParameter("dynamic", dynamic)
                .setParameter("state", ChosenGroup.State.of(group).name())
                .executeUpdate()
                .replaceWithVoid();
        if (!(group instanceof Directory.Group.Readable readable)) {
            return chosen;
        }
        return chosen.chain(() -> members(session, LEFT_GROUP, tenant, choice.id(), readable.members()))
                .chain(() -> members(session, JOINED_GROUP, tenant, choice.id(), readable.members()));
    }

    /** The chosen groups as last read. */
    public Uni<List<ChosenGroup>> chosen(Mutiny.Session session, TenantId tenant) {
        return session.createNativeQuery(CHOSEN, Object[].class)
                .setParameter("tenant", tenant.value())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new ChosenGroup(
                                (UUID) row[0],
                                GroupChoice.Purpose.valueOf((String) row[1]),
                                (String) row[2],
                                ((Number) row[3]).longValue(),
                                (Boolean) row[4],
                                ChosenGroup.State.valueOf((String) row[5])))
                        .toList());
    }

    /** What the licences lacked, and when that was found. */
    public record Licences(List<Eligibility.Missing> missing, Instant checkedAt) {}

    /** As last read; empty if never. */
    public Uni<Optional<Licences>> licences(Mutiny.Session session, TenantId tenant) {
        return session.createNativeQuery(
                        "SELECT missing, read_at FROM directory_reading WHERE tenant = :tenant", Object[].class)
                .setParameter("tenant", tenant.value())
                .getResultList()
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Licences(missing((String) row[0]), ((OffsetDateTime) row[1]).toInstant())));
    }

    private static Uni<Void> dropOthers(Mutiny.Session session, String table, TenantId tenant, String chosen) {
        return session.createNativeQuery("DELETE FROM " + table + " WHERE tenant = :tenant"
                        + " AND NOT (CAST(group_id AS text) = ANY(string_to_array(:chosen, ',')))")
                .setParameter("tenant", tenant.value())
                .setParameter("chosen", chosen)
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> people(Mutiny.Session session, String sql, TenantId tenant, Set<UserId> users) {
        return session.createNativeQuery(sql)
                .setParameter("tenant", tenant.value())
                .setParameter("ids", ids(users))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> members(
            Mutiny.Session session, String sql, TenantId tenant, UUID group, Set<UserId> users) {
        return session.createNativeQuery(sql)
                .setParameter("tenant", tenant.value())
                .setParameter("group", group)
                .setParameter("ids", ids(users))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static String ids(Set<UserId> users) {
        return users.stream().map(UserId::toString).collect(Collectors.joining(","));
    }

    private String text(List<Eligibility.Missing> missing) {
        try {
            return json.writeValueAsString(missing);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Eligibility.Missing> missing(String text) {
        try {
            return json.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
