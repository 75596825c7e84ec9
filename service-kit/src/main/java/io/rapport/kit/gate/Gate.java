package io.rapport.kit.gate;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;

/** Whether a tenant's data may be served, read or written at this moment. */
public sealed interface Gate {

    /** @param consent the active epoch, the only one whose data may be touched */
    record Open(ConsentState consent) implements Gate {}

    /** @param reason {@link ErrorCode#NO_LEASE}, {@link ErrorCode#NO_CONSENT} or {@link ErrorCode#CONSENT_PAUSED} */
    record Closed(ErrorCode reason) implements Gate {}

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 503 without a lease, 409 without consent or while it is paused */
    default ConsentState orThrow() {
        return switch (this) {
            case Open(ConsentState consent) -> consent;
            case Closed(ErrorCode reason) ->
                throw Problems.of(
                        reason,
                        switch (reason) {
                            case NO_LEASE ->
                                "Nothing is shown until consent-service has been heard again; try again shortly.";
                            case CONSENT_PAUSED ->
                                "The tenant's licences ran out and the grace period is over; an administrator can see"
                                        + " what is missing.";
                            default -> "An administrator has to consent before there is anything to show.";
                        });
        };
    }
}
