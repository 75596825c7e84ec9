package io.rapport.contracts.consent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one consent epoch of a tenant, complete in itself.
 *
 * @param epoch the number of this consent, counting up from 1 per tenant: the fencing token of the whole system
 * @param since the instant of the grant (ACTIVE) or of the withdrawal (WITHDRAWN), UTC
 * @param grantedAt the instant of the grant; its UTC date is the D0 from which all windows are computed
 * @param revision consent-service's change counter; of two states with the same {@code ver} the higher one is newer
 * @param pause why nothing is read of an active epoch at present; null if nothing stands in the way
 */
@JsonIgnoreProperties(value = "ver", allowGetters = true, ignoreUnknown = true)
public record ConsentState(
        TenantId tenant,
        int epoch,
        Te te,
        Phase phase,
        Instant since,
        Instant grantedAt,
        long revision,
        @Nullable Pause pause) {

    /** A closed epoch never opens again; a new grant opens the next one. */
    public enum Phase {
        ACTIVE,
        WITHDRAWN
    }

    /** 2·epoch on grant, 2·epoch+1 on withdrawal: one integer orders a tenant's whole history. */
    @JsonProperty
    public long ver() {
        return 2L * epoch + (phase == Phase.WITHDRAWN ? 1 : 0);
    }

    /** True if this says more than the other state of the same epoch. */
    public boolean supersedes(ConsentState other) {
        return ver() > other.ver() || (ver() == other.ver() && revision > other.revision);
    }
}
