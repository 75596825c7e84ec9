package io.rapport.kit.erasure;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.LedgerEntry;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.PurgeReceipt;
import io.rapport.contracts.purge.Remains;
import io.rapport.contracts.purge.RemovedMailbox;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;

/** A service that holds data of consent epochs and can delete it. One bean per service. */
public interface ErasureOwner {

    Owner owner();

    /** Idempotent: a step done before is done again at no harm, and an epoch never heard of is done at once. */
    Uni<PurgeReceipt> carryOut(PurgeCommand command);

    /** The same for these mailboxes of an epoch that goes on; what they share in a later period is not touched. */
    Uni<PurgeReceipt> carryOut(PurgeCommand command, List<RemovedMailbox> mailboxes);

    /** Erases a person whom a restored backup has brought back; only who knows persons does anything. */
    default Uni<Void> eraseAgain(LedgerEntry person) {
        return Uni.createFrom().voidItem();
    }

    /** Counts afresh from the stores' catalogues. */
    Uni<Remains> remains(Te te);

    /** Counts afresh what is left of mailboxes in an epoch. */
    Uni<Remains> remains(Te te, UUID removal, List<RemovedMailbox> mailboxes);
}
