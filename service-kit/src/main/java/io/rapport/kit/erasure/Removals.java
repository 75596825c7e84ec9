package io.rapport.kit.erasure;

import io.rapport.contracts.purge.RemovedMailbox;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;

/** Whose mailboxes a removal is about. */
public interface Removals {

    /** Fails if it cannot be asked, or if there is no such removal. */
    Uni<List<RemovedMailbox>> of(UUID removal);
}
