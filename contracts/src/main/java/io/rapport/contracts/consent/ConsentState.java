package io.rapport.contracts.consent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.rapport.contracts.ids.Te;
import io.rapport.contracts.ids.TenantId;
import java.time.Instant;

/**
 * The state of one consent epoch of a tenant, complete in itself.
 *
 * @param epoch the number of this consent, counting up from 1 per tenant: the fencing token of the whole system
 * @param since the instant of the grant (ACTIVE) or of the withdrawal (WITHDRAWN), UTC
 * @param grantedAt the instant of the grant; its UTC date is the D0 from which all windows are computed
 */
@JsonIgnoreProperties(value = "ver", allowGetters = true)
public record ConsentState(TenantId tenant, int epoch, Te te, Phase phase, Instant since, Instant grantedAt) {

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
}
