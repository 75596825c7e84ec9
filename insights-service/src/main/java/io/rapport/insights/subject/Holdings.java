package io.rapport.insights.subject;

import static io.rapport.insights.visibility.Visibility.await;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.relationship.Activity;
import io.rapport.insights.relationship.Edges;
import io.rapport.insights.relationship.Figures;
import io.rapport.insights.relationship.Health;
import io.rapport.insights.relationship.Series;
import io.rapport.insights.relationship.Stretch;
import io.rapport.insights.subject.Held.WithColleague;
import io.rapport.insights.vault.Blocks;
import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.vault.Mailboxes;
import io.rapport.insights.visibility.View;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Gathers what is held about a person. Blocks: use it on a virtual thread, inside a view. */
@Singleton
class Holdings {

    private final Contacts contacts;
    private final Mailboxes mailboxes;
    private final Edges edges;
    private final Blocks blocks;
    private final Pool pool;

    Holdings(Contacts contacts, Mailboxes mailboxes, Edges edges, Blocks blocks, Pool pool) {
        this.contacts = contacts;
        this.mailboxes = mailboxes;
        this.edges = edges;
        this.blocks = blocks;
        this.pool = pool;
    }

    Held of(View view, String address) {
        boolean blocked = await(blocks.holds(view.consent().tenant(), address));
        return await(contacts.byAddressOrDomain(view.vault(), List.of(address), List.of())).stream()
                .findFirst()
                .map(contact -> held(view, contact, blocked))
                .orElseGet(() -> Held.nothing(view.asOf(), blocked));
    }

    private Held held(View view, Contact contact, boolean blocked) {
        var te = view.vault().te();
        List<Stretch> all = await(edges.held(te, contact.number()));
        Map<Integer, List<Stretch>> byMailbox = all.stream().collect(Collectors.groupingBy(Stretch::mailbox));
        Map<Integer, UserId> users = await(mailboxes.users(te, byMailbox.keySet()));
        Set<Integer> hiding = hiding(view, contact);
        return new Held(
                view.asOf(),
                true,
                blocked,
                contact.identity().address(),
                contact.identity().name(),
                Figures.of(all, view.asOf()),
                Health.of(Activity.of(all), view.day(), view.settings().health(), true),
                byMailbox.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(with -> new WithColleague(
                                Objects.requireNonNull(users.get(with.getKey())),
                                hiding.contains(with.getKey()),
                                Series.of(with.getValue(), view.asOf()).days()))
                        .toList(),
                introductions(view, contact));
    }

    private Set<Integer> hiding(View view, Contact contact) {
        Set<Integer> hiding = new HashSet<>();
        await(pool.preparedQuery("SELECT mailbox_id FROM hidden WHERE te = $1 AND contact_id = $2")
                        .execute(which(view, contact)))
                .forEach(row -> hiding.add(row.getInteger("mailbox_id")));
        return hiding;
    }

    private long introductions(View view, Contact contact) {
        return await(pool.preparedQuery("SELECT count(*) AS n FROM introduction WHERE te = $1 AND contact_id = $2")
                        .execute(which(view, contact)))
                .iterator()
                .next()
                .getLong("n");
    }

    private static Tuple which(View view, Contact contact) {
        return Tuple.of(view.vault().te().value(), contact.number());
    }
}
