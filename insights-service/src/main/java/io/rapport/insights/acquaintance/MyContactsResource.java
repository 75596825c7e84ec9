package io.rapport.insights.acquaintance;

import static io.rapport.insights.visibility.Visibility.await;

import io.quarkus.security.Authenticated;
import io.rapport.insights.relationship.Relationship.Outsider;
import io.rapport.insights.vault.Contact;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.visibility.Changes;
import io.rapport.insights.visibility.View;
import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * "Not this one": a colleague's own contacts, and which of them that colleague keeps private. A hidden tie is in nobody's
 * answer, in no figure and no rank, the colleague's own excepted; sharing as a whole is consent-service's.
 */
@Path("/api/v1/me/contacts")
@Authenticated
@RunOnVirtualThread
public class MyContactsResource {

    private static final String MINE = "SELECT DISTINCT contact_id FROM (SELECT contact_id FROM edge WHERE te = $1"
            + " AND mailbox_id = $2 UNION SELECT contact_id FROM activity WHERE te = $1 AND mailbox_id = $2) AS c";
    private static final String HIDDEN = "SELECT contact_id FROM hidden WHERE te = $1 AND mailbox_id = $2";

    private final Visibility visibility;
    private final Changes changes;
    private final Contacts contacts;
    private final Pool pool;
    private final Caller caller;

    MyContactsResource(Visibility visibility, Changes changes, Contacts contacts, Pool pool, Caller caller) {
        this.visibility = visibility;
        this.changes = changes;
        this.contacts = contacts;
        this.pool = pool;
        this.caller = caller;
    }

    /**
     * @param contacts whom my mailbox knows, by address
     * @param hidden those of them I hide
     */
    public record Mine(List<Outsider> contacts, List<Outsider> hidden) {}

    @GET
    @Operation(summary = "Whom I know as far as anything is held about it, and whom of them I hide")
    public Mine mine() {
        return visibility.show(caller.tenant(), view -> {
            Mailbox mailbox = mailbox(view);
            return new Mine(outsiders(view, mailbox, MINE), outsiders(view, mailbox, HIDDEN));
        });
    }

    @PUT
    @Path("/{id}/hidden")
    @Operation(summary = "Hide a contact of mine from everyone, at once")
    public void hide(@PathParam("id") String id) {
        change(id, "INSERT INTO hidden (te, mailbox_id, contact_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
    }

    @DELETE
    @Path("/{id}/hidden")
    @Operation(summary = "Show it again")
    public void show(@PathParam("id") String id) {
        change(id, "DELETE FROM hidden WHERE te = $1 AND mailbox_id = $2 AND contact_id = $3");
    }

    private void change(String id, String sql) {
        visibility.show(caller.tenant(), view -> {
            Mailbox mailbox = mailbox(view);
            Contact contact = await(contacts.byId(view.vault(), id))
                    .filter(known -> await(numbers(view, mailbox, MINE)).contains(known.number()))
                    .orElseThrow(() -> Problems.of(ErrorCode.NOT_FOUND, "You have no such contact."));
            return changes.make(
                    view,
                    connection -> connection
                            .preparedQuery(sql)
                            .execute(Tuple.of(view.vault().te().value(), mailbox.id(), contact.number()))
                            .map(rows -> true));
        });
    }

    private Mailbox mailbox(View view) {
        return view.mailbox(caller.user())
                .orElseThrow(() -> Problems.of(
                        ErrorCode.NOT_FOUND, "Nothing of your mailbox is shown: it is not shared, or not read yet."));
    }

    private List<Outsider> outsiders(View view, Mailbox mailbox, String sql) {
        return await(numbers(view, mailbox, sql).flatMap(numbers -> contacts.byNumber(view.vault(), numbers))).stream()
                .map(Outsider::of)
                .sorted(Comparator.comparing(Outsider::address))
                .toList();
    }

    private Uni<List<Integer>> numbers(View view, Mailbox mailbox, String sql) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(view.vault().te().value(), mailbox.id()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getInteger("contact_id"))
                        .toList());
    }
}
