package io.rapport.purge.proof;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.Owner;
import io.rapport.kit.gate.ConsentService;
import io.rapport.purge.holder.Owners;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Asks everyone afresh whether anything is left of an epoch, and asks for its key, which must be refused as destroyed.
 * Relies on no receipt. Who cannot be reached has not been verified.
 */
@Singleton
public class Verification {

    /** What certificates say of a key that was asked for and refused as destroyed. */
    public static final String KEY_DESTROYED = "KEY_DESTROYED";

    private static final int GONE = 410;

    private final Owners owners;
    private final ConsentService consentService;

    Verification(Owners owners, @RestClient ConsentService consentService) {
        this.owners = owners;
        this.consentService = consentService;
    }

    /** Never fails: a question without an answer makes the finding unclean. */
    public Uni<Finding> of(Te te) {
        Uni<Finding> finding = Uni.createFrom().item(Finding.NOTHING);
        for (Owner owner : Owner.values()) {
            finding = finding.flatMap(known -> owners.of(owner)
                    .remains(te)
                    .map(remains -> known.with(te, owner, remains))
                    .onFailure()
                    .recoverWithItem(() -> known.unknown(owner + " cannot be reached")));
        }
        return finding.flatMap(known -> probeKey(te, known));
    }

    /** Only "gone" proves anything: a key service that is away or does not know the epoch may find the key tomorrow. */
    private Uni<Finding> probeKey(Te te, Finding known) {
        return consentService
                .key(te)
                .map(key -> known.left("the key is still handed out"))
                .onFailure()
                .recoverWithItem(e -> e instanceof WebApplicationException answer
                                && answer.getResponse().getStatus() == GONE
                        ? known
                        : known.unknown("the key is not known to be destroyed"));
    }
}
