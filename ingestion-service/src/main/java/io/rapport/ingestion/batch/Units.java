package io.rapport.ingestion.batch;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.UserId;
import io.rapport.contracts.ingestion.UnitCounts;
import io.rapport.ingestion.plan.Window;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Units are claimed, one mailbox by one worker at a time, and the claim is renewed while the worker lives. A claim that
 * is no longer renewed is taken over; the higher revision then makes the late result of the dead worker void.
 */
@Singleton
public class Units {

    /** To be read as if for the first time, counted anew. */
    static final String OPENED = "state = 'OPEN', reason = '', attempts = 0, counted = false";

    /** After so many failures a unit is given up until it is opened by hand. */
    private static final int MOST_ATTEMPTS = 5;

    /**
     * Batch after batch in the order in which they are worked off; of each only its first open units are looked at,
     * however many there are, and the first batch that has any gives them all. A batch that is not cut into shards has
     * nothing but counting: false comes before true, and written as a comparison it is a bound of the index, so that what
     * is counted is not gone through. The limit is a literal: one that PostgreSQL does not know it takes for a tenth of all,
     * and plans for that.
     */
    private static final String CLAIM = """
            UPDATE unit u SET revision = u.revision + 1, attempts = u.attempts + 1, owner = $2,
                              claimed_until = now() + interval '30 s'
              FROM (SELECT c.users, b.te, b.number, b.from_day, b.until_day, b.kind
                      FROM (SELECT * FROM batch WHERE te = $1 AND state <> 'CANCELLED' AND shards IS %s
                             ORDER BY CASE kind WHEN 'LIVE' THEN 0 WHEN 'HISTORY' THEN 1 ELSE 2 END, number) b
                     CROSS JOIN LATERAL (
                           SELECT array_agg(f.user_id) AS users
                             FROM (SELECT c.user_id FROM unit c
                                    WHERE c.te = b.te AND c.number = b.number AND c.state = 'OPEN' AND (%s)
                                      AND (c.claimed_until IS NULL OR c.claimed_until < now())
                                      AND c.counted <= (b.shards IS NOT NULL)
                                      AND NOT EXISTS (SELECT FROM unit o WHERE o.te = c.te AND o.user_id = c.user_id
                                                         AND o.owner IS NOT NULL AND o.number <> c.number)
                                    ORDER BY c.counted, c.expected DESC
                                    LIMIT %d FOR UPDATE SKIP LOCKED) f
                           HAVING count(*) > 0) c
                     LIMIT 1) n
             WHERE u.te = n.te AND u.number = n.number AND u.user_id = ANY (n.users)
            RETURNING u.number, u.user_id, u.period, u.revision, u.attempts, u.counted, u.expected,
                      n.from_day, n.until_day, n.kind""";

    /** Whatever is locked is just being given back. To wait for it, with others locked, is to wait for each other. */
    private static final String RENEW = """
            UPDATE unit u SET claimed_until = now() + interval '30 s'
              FROM (SELECT c.te, c.number, c.user_id
                      FROM unit c JOIN unnest($2::bigint[], $3::int[], $4::uuid[]) AS h(te, number, user_id)
                           USING (te, number, user_id)
                     WHERE c.owner = $1 FOR UPDATE OF c SKIP LOCKED) n
             WHERE (u.te, u.number, u.user_id) = (n.te, n.number, n.user_id)""";
    /** Two that reach for the same rows or mailboxes at the same moment: a unique violation, a deadlock. */
    private static final Set<String> COLLISIONS = Set.of("23505", "40P01");
    /** Fenced as {@link #DONE} is. */
    private static final String COUNTED = """
            WITH fence AS (SELECT floor FROM floor WHERE tenant = $1 FOR SHARE)
            UPDATE unit u SET counted = true, expected = c.expected, attempts = u.attempts - 1, owner = NULL,
                              claimed_until = NULL
              FROM unnest($3::bigint[], $4::int[], $5::uuid[], $6::bigint[], $7::bigint[])
                   AS c(te, number, user_id, revision, expected)
             WHERE (u.te, u.number, u.user_id, u.revision) = (c.te, c.number, c.user_id, c.revision)
               AND EXISTS (SELECT FROM fence WHERE floor <= $2)""";

    /** One statement and one way to the database: whoever raises the floor meanwhile is waited for and heeded. */
    private static final String DONE = """
            WITH fence AS (SELECT floor FROM floor WHERE tenant = $18 FOR SHARE)
            UPDATE unit SET state = 'DONE', reason = $17, claimed_until = NULL, owner = NULL, counted = true, expected = $5,
                   messages = $6, interactions = $7, internal = $8, automated = $9, drafts = $10,
                   meeting_mail = $11, malformed = $12, meetings = $13, meetings_counted = $14, unreadable = $15,
                   done_at = $16
             WHERE te = $1 AND number = $2 AND user_id = $3 AND revision = $4
               AND EXISTS (SELECT FROM fence WHERE floor <= $19)""";

    private static final String END = """
            UPDATE unit SET state = $5, reason = $6, owner = NULL,
                            claimed_until = CASE WHEN $5 = 'OPEN'
                                THEN now() + least(interval '5 s' * (1 << least(attempts, 10)), interval '5 min') END
             WHERE te = $1 AND number = $2 AND user_id = $3 AND revision = $4""";

    private static final String BACK = """
            UPDATE unit SET claimed_until = %s, owner = NULL, attempts = attempts - 1
             WHERE (te, number, user_id, revision) IN (
                   SELECT * FROM unnest($1::bigint[], $2::int[], $3::uuid[], $4::bigint[]))""";

    private static final String READ = """
            SELECT u.number, b.from_day, b.until_day, b.kind, u.expected FROM unit u JOIN batch b USING (te, number)
             WHERE u.te = $1 AND u.user_id = $2 AND u.state = 'DONE' AND b.kind <> 'RECONCILIATION' ORDER BY b.from_day""";
    private static final String REOPEN = """
            UPDATE unit SET %s
             WHERE te = $1 AND user_id = $2 AND number = $3 AND state = 'DONE'""".formatted(OPENED);

    private final Pool pool;
    private final Clock clock;
    private final UUID me = UUID.randomUUID();
    /** What is really being worked on. A claim whose end the database did not learn of is not renewed, and runs out. */
    private final Set<Claim> held = ConcurrentHashMap.newKeySet();

    Units(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * A unit that is this process's for as long as it renews the claim.
     *
     * @param period the period of sharing for which it was planned
     * @param revision goes with everything that is published of this attempt
     * @param expected what Graph counted in the window, if it was asked
     */
    public record Claim(
            Te te,
            int number,
            Window window,
            BatchKind kind,
            UserId user,
            long period,
            long revision,
            int attempts,
            OptionalLong expected) {

        public boolean last() {
            return attempts >= MOST_ATTEMPTS;
        }
    }

    /**
     * What to read next, each to be {@link #letGo let go} in the end: days after the grant in their order, then history,
     * the newest month first, then comparisons; of a batch the biggest mailboxes first. Empty if nothing of the share is to
     * be had now.
     *
     * @param most how many at most, all of one batch
     */
    public Uni<List<Claim>> claimToRead(Te te, Share share, int most) {
        return claim(te, CLAIM.formatted("NOT NULL", share.condition(), most));
    }

    /**
     * What to count next, of the newest month that is not cut into shards; each to be let go in the end.
     *
     * @param most how many at most
     */
    public Uni<List<Claim>> claimToCount(Te te, Share share, int most) {
        return claim(te, CLAIM.formatted("NULL", share.condition(), most));
    }

    private Uni<List<Claim>> claim(Te te, String statement) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(te.value(), me))
                .map(rows -> Batches.stream(rows).map(row -> claim(te, row)).toList())
                .invoke(held::addAll)
                .onFailure(Units::collided)
                .retry()
                .indefinitely();
    }

    private static boolean collided(Throwable failure) {
        return failure instanceof PgException refused && COLLISIONS.contains(refused.getSqlState());
    }

    private static Claim claim(Te te, Row row) {
        return new Claim(
                te,
                row.getInteger("number"),
                new Window(row.getLocalDate("from_day"), row.getLocalDate("until_day")),
                BatchKind.valueOf(row.getString("kind")),
                new UserId(row.getUUID("user_id")),
                row.getLong("period"),
                row.getLong("revision"),
                row.getInteger("attempts"),
                row.getBoolean("counted") ? OptionalLong.of(row.getLong("expected")) : OptionalLong.empty());
    }

    /** Whether anybody works on a unit of the share now, so that there may be more to do shortly. */
    public Uni<Boolean> anyClaimed(Te te, Share share) {
        return pool.preparedQuery("SELECT EXISTS (SELECT FROM unit c JOIN batch b USING (te, number)"
                        + " WHERE c.te = $1 AND c.owner IS NOT NULL AND (" + share.condition() + ")) AS claimed")
                .execute(Tuple.of(te.value()))
                .map(rows -> rows.iterator().next().getBoolean("claimed"));
    }

    /**
     * Remembers how much there will be to read, and gives the units back. Fenced: below the floor, or claimed anew by
     * another worker, nothing is written.
     *
     * @param counts what Graph counted, by claims of the consent's epoch
     */
    public Uni<Void> counted(ConsentState consent, Map<Claim, Long> counts) {
        List<Claim> claims = List.copyOf(counts.keySet());
        Tuple fence = Tuple.of(consent.tenant().value(), consent.epoch());
        return update(
                COUNTED,
                addTo(fence, claims)
                        .addArrayOfLong(claims.stream().map(counts::get).toArray(Long[]::new)));
    }

    /** Nobody works on it any more, however it ended. */
    public void letGo(Claim claim) {
        held.remove(claim);
    }

    public Uni<Void> renewClaims() {
        List<Claim> now = List.copyOf(held);
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(
                        me,
                        now.stream().map(claim -> claim.te.value()).toArray(Long[]::new),
                        now.stream().map(Claim::number).toArray(Integer[]::new),
                        now.stream().map(claim -> claim.user.value()).toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    /**
     * The checkpoint. Fenced: below the floor, or claimed anew by another worker, nothing is written.
     *
     * @param lacking a stable word for what of the unit could not be read, empty if nothing
     */
    public Uni<Boolean> done(ConsentState consent, Claim claim, Read read, UnitCounts counts, String lacking) {
        Tuple values = Tuple.tuple()
                .addLong(claim.te.value())
                .addInteger(claim.number)
                .addUUID(claim.user.value())
                .addLong(claim.revision)
                .addLong(read.expected())
                .addLong(counts.getMessages())
                .addLong(counts.getInteractions())
                .addLong(counts.getInternal())
                .addLong(counts.getAutomated())
                .addLong(counts.getDrafts())
                .addLong(counts.getMeetingMail())
                .addLong(counts.getMalformed())
                .addLong(counts.getMeetings())
                .addLong(counts.getMeetingsCounted())
                .addLong(read.unreadable())
                .addOffsetDateTime(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .addString(lacking)
                .addUUID(consent.tenant().value())
                .addInteger(consent.epoch());
        return pool.preparedQuery(DONE).execute(values).map(result -> result.rowCount() == 1);
    }

    /**
     * How a window of a mailbox was read.
     *
     * @param expected what Graph counts in it
     * @param unreadable how many of those it could not hand over
     */
    public record Read(long expected, long unreadable) {}

    /** A window that was read whole. @param expected what Graph counted then */
    public record Finished(int number, Window window, BatchKind kind, long expected) {}

    /** All windows of a mailbox that were read whole, the oldest first. */
    public Uni<List<Finished>> finished(Te te, UserId user) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(te.value(), user.value()))
                .map(rows -> Batches.stream(rows)
                        .map(row -> new Finished(
                                row.getInteger("number"),
                                new Window(row.getLocalDate("from_day"), row.getLocalDate("until_day")),
                                BatchKind.valueOf(row.getString("kind")),
                                row.getLong("expected")))
                        .toList());
    }

    /** To be read again: Graph counts something else now. */
    public Uni<Void> reopen(Te te, UserId user, int number) {
        return pool.preparedQuery(REOPEN)
                .execute(Tuple.of(te.value(), user.value(), number))
                .replaceWithVoid();
    }

    /** Opens what was given up. @return how many units */
    public Uni<Integer> retry(Te te) {
        return pool.preparedQuery("UPDATE unit SET " + OPENED + " WHERE te = $1 AND state = 'FAILED'")
                .execute(Tuple.of(te.value()))
                .map(RowSet::rowCount);
    }

    /** Left out for a reason that does not pass by itself. */
    public Uni<Void> skipped(Claim claim, String reason) {
        return end(claim, "SKIPPED", reason);
    }

    /** Back to the others after a growing pause, or given up if it was tried often enough. */
    public Uni<Void> failed(Claim claim, String reason) {
        return end(claim, claim.last() ? "FAILED" : "OPEN", reason);
    }

    /** Back as if they had not been claimed: the gate closed, or another holds the lane up, which is not their failure. */
    public Uni<Void> released(List<Claim> claims) {
        return back(claims, "NULL");
    }

    /** The same, but not before a short while: what was missing will hardly be there at once. */
    public Uni<Void> postponed(Claim claim) {
        return back(List.of(claim), "now() + interval '10 s'");
    }

    private Uni<Void> back(List<Claim> claims, String notBefore) {
        return update(BACK.formatted(notBefore), addTo(Tuple.tuple(), claims));
    }

    /** Several rows in one statement may collide with others that come to them in another order. */
    private Uni<Void> update(String statement, Tuple values) {
        return pool.preparedQuery(statement)
                .execute(values)
                .onFailure(Units::collided)
                .retry()
                .indefinitely()
                .replaceWithVoid();
    }

    private static Tuple addTo(Tuple values, List<Claim> claims) {
        return values.addArrayOfLong(
                        claims.stream().map(claim -> claim.te.value()).toArray(Long[]::new))
                .addArrayOfInteger(claims.stream().map(Claim::number).toArray(Integer[]::new))
                .addArrayOfUUID(claims.stream().map(claim -> claim.user.value()).toArray(UUID[]::new))
                .addArrayOfLong(claims.stream().map(Claim::revision).toArray(Long[]::new));
    }

    /** Remembers how many messages the whole mailbox holds. */
    public Uni<Void> total(Te te, UserId user, long total) {
        return pool.preparedQuery("INSERT INTO mailbox_total SELECT $1, $2, $3"
                        + " WHERE EXISTS (SELECT FROM epoch_plan WHERE te = $1)"
                        + " ON CONFLICT (te, user_id) DO UPDATE SET total = excluded.total")
                .execute(Tuple.of(te.value(), user.value(), total))
                .replaceWithVoid();
    }

    private Uni<Void> end(Claim claim, String state, String reason) {
        return pool.preparedQuery(END)
                .execute(Tuple.of(claim.te.value(), claim.number, claim.user.value(), claim.revision, state, reason))
                .replaceWithVoid();
    }
}
