package io.rapport.contracts.purge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rapport.contracts.ids.Te;
import java.time.Instant;
import java.util.List;

/**
 * An owner's answer to a {@link PurgeCommand}.
 *
 * @param done false if the owner refused or could not; purge-service tries again and the clock goes on
 * @param assets what the step removed
 * @param detail why not done, without personal data; empty when done
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PurgeReceipt(
        String deletionCase,
        Te te,
        PurgeStep step,
        Owner owner,
        boolean done,
        Instant at,
        List<AssetCount> assets,
        String detail) {

    /** The answer to a command, whose case, te and step it repeats. */
    public static PurgeReceipt to(
            PurgeCommand command, Owner owner, boolean done, Instant at, List<AssetCount> assets, String detail) {
        return new PurgeReceipt(command.deletionCase(), command.te(), command.step(), owner, done, at, assets, detail);
    }
}
