package io.rapport.insights.activity;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.relationship.Side;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.vault.Identity;
import io.rapport.insights.vault.Mailboxes;
import io.rapport.insights.vault.Sharer;
import io.rapport.insights.vault.Vault;
import io.rapport.insights.visibility.View;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes posted activities: each is replaced as a whole, a row for every colleague and contact in it. */
@Singleton
class Activities {

    private static final int ID_BYTES = 16;

    private final Mailboxes mailboxes;
    private final Contacts contacts;

    Activities(Mailboxes mailboxes, Contacts contacts) {
        this.mailboxes = mailboxes;
        this.contacts = contacts;
    }

    private record Part(Buffer id, int mailbox, int contact, PostedActivity activity) {}

    /**
     * @param sharing the period of sharing of everyone on our sides
     * @return how many of them have a row now; the others have nobody who may be stored on one of their sides
     */
    Uni<Integer> put(
            SqlConnection connection, View view, Collection<PostedActivity> posted, Map<UserId, Long> sharing) {
        Map<Sharer, Identity> owners = posted.stream()
                .flatMap(activity -> activity.ours().stream())
                .distinct()
                .collect(Collectors.toMap(
                        user -> new Sharer(user, Objects.requireNonNull(sharing.get(user))), user -> Identity.UNKNOWN));
        List<Identity> people = posted.stream()
                .flatMap(activity -> activity.theirs().stream())
                .map(address -> new Identity(Vault.normal(address), ""))
                .distinct()
                .toList();
        return remove(connection, view, posted.stream().map(PostedActivity::id).toList())
                .chain(() -> owners.isEmpty()
                        ? Uni.createFrom().item(Map.<Sharer, Integer>of())
                        : mailboxes.enter(connection, view.vault(), owners))
                .flatMap(ours -> contacts.enter(connection, view.consent().tenant(), view.vault(), people)
                        .flatMap(theirs -> insert(
                                connection, view, parts(view, posted, byUser(ours), byAddress(people, theirs)))));
    }

    /** @return how many there were */
    Uni<Integer> remove(SqlConnection connection, View view, Collection<String> ids) {
        return connection
                .preparedQuery("WITH gone AS (DELETE FROM activity WHERE te = $1 AND activity_id = ANY($2)"
                        + " RETURNING activity_id) SELECT count(DISTINCT activity_id) AS n FROM gone")
                .execute(Tuple.of(
                        view.vault().te().value(),
                        ids.stream().map(id -> key(view.vault(), id)).toArray(Buffer[]::new)))
                .map(rows -> rows.iterator().next().getLong("n").intValue());
    }

    private static Map<UserId, Integer> byUser(Map<Sharer, Integer> mailboxes) {
        return mailboxes.entrySet().stream()
                .collect(Collectors.toMap(mailbox -> mailbox.getKey().user(), Map.Entry::getValue));
    }

    private static Map<String, Integer> byAddress(List<Identity> people, int[] numbers) {
        return IntStream.range(0, numbers.length)
                .filter(i -> numbers[i] != Contacts.BLOCKED)
                .boxed()
                .collect(Collectors.toMap(i -> people.get(i).address(), i -> numbers[i]));
    }

    private static List<Part> parts(
            View view, Collection<PostedActivity> posted, Map<UserId, Integer> ours, Map<String, Integer> theirs) {
        List<Part> parts = new ArrayList<>();
        for (PostedActivity activity : posted) {
            Buffer id = key(view.vault(), activity.id());
            for (UserId user : activity.ours()) {
                Integer mailbox = ours.get(user);
                activity.theirs().stream()
                        .map(address -> theirs.get(Vault.normal(address)))
                        .filter(contact -> contact != null && mailbox != null)
                        .distinct()
                        .forEach(
                                contact -> parts.add(new Part(id, Objects.requireNonNull(mailbox), contact, activity)));
            }
        }
        return parts;
    }

    private static Uni<Integer> insert(SqlConnection connection, View view, List<Part> parts) {
        return connection
                .preparedQuery(
                        "INSERT INTO activity (te, activity_id, mailbox_id, contact_id, kind, by_us, at, minutes,"
                                + " weight) SELECT $1, * FROM unnest($2::bytea[], $3::int[], $4::int[], $5::text[], $6::bool[],"
                                + " $7::bigint[], $8::int[], $9::int[])")
                .execute(Tuple.tuple()
                        .addLong(view.vault().te().value())
                        .addValue(parts.stream().map(Part::id).toArray(Buffer[]::new))
                        .addArrayOfInteger(parts.stream().map(Part::mailbox).toArray(Integer[]::new))
                        .addArrayOfInteger(parts.stream().map(Part::contact).toArray(Integer[]::new))
                        .addArrayOfString(parts.stream()
                                .map(part -> part.activity().kind().name())
                                .toArray(String[]::new))
                        .addArrayOfBoolean(parts.stream()
                                .map(part -> part.activity().by() == Side.US)
                                .toArray(Boolean[]::new))
                        .addArrayOfLong(parts.stream()
                                .map(part -> part.activity().at().getEpochSecond())
                                .toArray(Long[]::new))
                        .addArrayOfInteger(parts.stream()
                                .map(part -> part.activity().minutes())
                                .toArray(Integer[]::new))
                        .addArrayOfInteger(parts.stream()
                                .map(part -> part.activity().weight())
                                .toArray(Integer[]::new)))
                .map(rows -> (int) parts.stream().map(Part::id).distinct().count());
    }

    /** The CRM's ids may say something: only a pseudonym is kept. */
    private static Buffer key(Vault vault, String id) {
        return Buffer.buffer(vault.cipher().pseudonym("activity", id, ID_BYTES));
    }
}
