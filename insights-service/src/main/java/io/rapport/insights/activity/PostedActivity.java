package io.rapport.insights.activity;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.relationship.Kind;
import io.rapport.insights.relationship.Side;
import io.rapport.insights.vault.Vault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A call, or a mail or meeting that is not in Exchange: what Exchange has too would count twice.
 *
 * @param id the CRM's own; posting it again replaces what was posted
 * @param by who called, wrote or invited
 * @param at when it was, or will be
 * @param minutes of a call or meeting; 0 for a mail
 * @param ours colleagues who took part, by user id; those who do not share are left out
 * @param theirs addresses of outside people who took part
 */
public record PostedActivity(
        @NotNull @Size(min = 1, max = 200) @Schema(examples = "phonecall-4711")
        String id,

        @NotNull Kind kind,
        @NotNull Side by,
        @Schema(examples = "2026-11-20T10:00:00Z") @NotNull Instant at,
        @Schema(examples = "20") @Min(0) @Max(1_440) int minutes,

        @Schema(examples = "[\"00000000-0000-4000-8000-000000000001\"]") @NotEmpty @Size(max = 50)
        Set<@NotNull UserId> ours,

        @Schema(examples = "[\"someone@fabrikam.example\"]") @NotEmpty @Size(max = 50)
        Set<@NotNull @Size(max = 320) @Pattern(regexp = Vault.AN_ADDRESS, message = "is no address") String> theirs) {

    private static final double UNIT = 65_536;

    /** 1/(1 + log₂ n) in 65536ths, n = everyone who took part but one, as for mail and meetings that were read. */
    int weight() {
        int others = Math.max(1, ours.size() + theirs.size() - 1);
        return (int) Math.round(UNIT / (1 + Math.log(others) / Math.log(2)));
    }

    @Override
    public String toString() {
        return "PostedActivity[hidden]";
    }
}
