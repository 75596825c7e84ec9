package io.rapport.insights.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers of contacts that writers have found in the database, since the same people stand in unit after unit. A number
 * holds until somebody passes the tenant's fence {@link io.rapport.insights.epoch.Epochs#passAlone alone}, which whoever
 * takes contacts away does. Blind indexes are of one epoch, so those of several can stand together.
 */
final class ContactMemory {

    private static final int MOST = 200_000;
    private static final Duration UNUSED = Duration.ofMinutes(10);

    private record Kept(KnownContact contact, long timesAlone) {}

    private final Cache<Blind, Kept> kept =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(UNUSED).build();

    Optional<KnownContact> recall(Blind blind, long timesAlone) {
        return Optional.ofNullable(kept.getIfPresent(blind))
                .filter(there -> there.timesAlone() == timesAlone)
                .map(Kept::contact);
    }

    /** Only of what was committed before this transaction: of its own it is not known yet whether it will stand. */
    void keep(Map<Blind, KnownContact> found, long timesAlone) {
        found.forEach((blind, contact) -> kept.put(blind, new Kept(contact, timesAlone)));
    }
}
