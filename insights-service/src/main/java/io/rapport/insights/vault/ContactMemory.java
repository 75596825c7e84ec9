package io.rapport.insights.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rapport.contracts.ids.Te;
import java.time.Duration;
import java.util.Optional;

/**
 * Numbers of contacts that writers have found in the database, since the same people stand in unit after unit. A number
 * holds until somebody passes the tenant's fence {@link io.rapport.insights.epoch.Epochs#passAlone alone}, which whoever
 * takes contacts away does. By address, though the database knows them by blind index only: a blind index is a tenth of
 * what writing a unit costs the service.
 */
final class ContactMemory {

    private static final int MOST = 250_000;
    private static final Duration UNUSED = Duration.ofMinutes(10);

    private record Person(long te, String address) {

        @Override
        public String toString() {
            return "Person[hidden]";
        }
    }

    private record Kept(int number, boolean named, long timesAlone) {}

    private final Cache<Person, Kept> kept =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(UNUSED).build();

    /** @param address {@link Vault#normal normal} */
    Optional<KnownContact> recall(Te te, String address, long timesAlone) {
        return Optional.ofNullable(kept.getIfPresent(new Person(te.value(), address)))
                .filter(there -> there.timesAlone() == timesAlone)
                .map(there -> new KnownContact(there.number(), there.named()));
    }

    /** Only what is committed: of a transaction's own it is not known before whether it will stand. */
    void keep(Te te, String address, KnownContact contact, long timesAlone) {
        kept.put(new Person(te.value(), address), new Kept(contact.number(), contact.named(), timesAlone));
    }
}
