package io.rapport.insights.interaction;

import io.rapport.contracts.ingestion.ContactFold;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.vault.Identity;
import io.rapport.insights.vault.Mailboxes;
import io.rapport.insights.vault.Sharer;
import io.rapport.insights.vault.Vault;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Replaces the rows of units, set-based: one statement for all units of an epoch in a batch. */
@Singleton
class Units {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Mailboxes mailboxes;
    private final Contacts contacts;

    Units(Mailboxes mailboxes, Contacts contacts) {
        this.mailboxes = mailboxes;
        this.contacts = contacts;
    }

    /** Within the transaction of the offsets, after the fence. */
    void replace(SqlConnection connection, Opened epoch, List<UnitToApply> units, Tally tally) {
        Vault vault = epoch.vault();
        SortedMap<UnitToApply.Key, UnitToApply> newest = new TreeMap<>(UnitToApply.Key.ORDER);
        for (UnitToApply unit : units) {
            newest.merge(unit.key(), unit, (known, now) -> now.revision() >= known.revision() ? now : known);
        }
        if (newest.isEmpty()) {
            return;
        }
        Map<Place, UnitToApply> places = places(connection, vault, newest.values(), tally);
        Map<Place, UnitRows.Stored> stored = UnitRows.lock(connection, vault.te(), places.keySet());
        Map<Place, UnitToApply> changed = changed(connection, vault, places, stored, tally);
        if (changed.isEmpty()) {
            return;
        }
        Map<Place, UnitToApply> fresh = new LinkedHashMap<>(changed);
        fresh.keySet().removeAll(stored.keySet());
        Map<Place, UnitToApply> known = new LinkedHashMap<>(changed);
        known.keySet().retainAll(stored.keySet());
        // Before their edges: two writers of one unit meet in its row, and nowhere else.
        UnitRows.add(connection, vault.te(), fresh);
        UnitRows.replace(connection, vault.te(), known);
        EdgeRow.delete(connection, vault.te(), known.keySet());
        EdgeRow.insert(connection, vault.te(), rows(connection, epoch, changed, tally));
        tally.applied(changed.size());
    }

    private Map<Place, UnitToApply> places(
            SqlConnection connection, Vault vault, Collection<UnitToApply> units, Tally tally) {
        Map<Sharer, Identity> owners = new HashMap<>();
        units.forEach(unit -> owners.put(unit.key().sharer(), unit.owner()));
        Map<Sharer, Integer> ids =
                mailboxes.enter(connection, vault, owners).await().atMost(PATIENCE);
        Map<Place, UnitToApply> places = new LinkedHashMap<>();
        for (UnitToApply unit : units) {
            Integer mailbox = ids.get(unit.key().sharer());
            if (mailbox == null) {
                tally.drop(Drop.SHARING_ENDED, 1);
            } else {
                places.put(new Place(mailbox, unit.key().from()), unit);
            }
        }
        return places;
    }

    /** Leaves out what is older than what is stored, and what would only write the same again. */
    private static Map<Place, UnitToApply> changed(
            SqlConnection connection,
            Vault vault,
            Map<Place, UnitToApply> places,
            Map<Place, UnitRows.Stored> stored,
            Tally tally) {
        Map<Place, UnitToApply> changed = new LinkedHashMap<>();
        Map<Place, UnitToApply> unchanged = new LinkedHashMap<>();
        places.forEach((place, unit) -> {
            UnitRows.Stored known = stored.get(place);
            if (known == null) {
                changed.put(place, unit);
            } else if (known.isNewerThan(unit)) {
                tally.older();
            } else if (known.hasTheContentOf(unit)) {
                // The number is kept all the same, or an attempt between the two could still win.
                unchanged.put(place, unit);
                tally.unchanged();
            } else {
                changed.put(place, unit);
            }
        });
        UnitRows.replace(connection, vault.te(), unchanged);
        return changed;
    }

    private List<EdgeRow> rows(SqlConnection connection, Opened epoch, Map<Place, UnitToApply> places, Tally tally) {
        List<Identity> people = places.values().stream()
                .flatMap(unit -> unit.contacts().stream())
                .map(fold -> new Identity(fold.getAddress(), fold.getDisplayName()))
                .toList();
        int[] numbers = contacts.enter(connection, epoch.consent().tenant(), epoch.vault(), people)
                .await()
                .atMost(PATIENCE);
        List<EdgeRow> rows = new ArrayList<>(people.size());
        PrimitiveIterator.OfInt number = IntStream.of(numbers).iterator();
        places.forEach((place, unit) -> {
            Set<Integer> met = HashSet.newHashSet(unit.contacts().size());
            for (ContactFold fold : unit.contacts()) {
                int contact = number.nextInt();
                if (contact == Contacts.BLOCKED) {
                    tally.drop(Drop.BLOCKED, 1);
                } else if (met.add(contact)) {
                    rows.add(new EdgeRow(place, contact, fold.getFacts()));
                } else {
                    tally.drop(Drop.MALFORMED, 1);
                }
            }
        });
        return rows;
    }
}
