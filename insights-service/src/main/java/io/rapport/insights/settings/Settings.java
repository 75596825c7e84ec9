package io.rapport.insights.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All choices of one tenant. Scores are computed at read, so a change is in force with the next answer. */
@RegisterForReflection
public record Settings(
        @NotNull @Valid Health health,
        @NotNull @Valid WhoKnowsWhom whoKnowsWhom,
        @NotNull @Valid Introductions introductions) {

    /** What holds until a tenant chooses otherwise. */
    public static final Settings DEFAULT = new Settings(
            new Health(true, 7, 60, 40, new Weights(1, 3, 2)),
            new WhoKnowsWhom(10),
            new Introductions(
                    false,
                    3,
                    "Could you introduce me to {contact}?",
                    "Hello {introducer},\n\nyou seem to know {contact} well. Would you introduce me?\n\nThank you,\n{requester}"));

    /**
     * The health score.
     *
     * @param shown false hides it; nothing else changes
     * @param expectedDays how often an interaction is expected
     * @param goodFrom what an exactly kept rhythm scores, and where Good begins
     * @param fairFrom where Fair begins
     */
    public record Health(
            boolean shown,
            @Min(1) @Max(90) int expectedDays,
            @Min(2) @Max(99) int goodFrom,
            @Min(1) @Max(98) int fairFrom,
            @NotNull @Valid Weights weights) {

        @AssertTrue(message = "fairFrom must lie below goodFrom")
        @Schema(hidden = true)
        boolean isOrdered() {
            return fairFrom < goodFrom;
        }
    }

    /** What an interaction of each kind is worth between two people on the day itself. */
    public record Weights(
            @DecimalMin("0.1") @DecimalMax("10") double email,
            @DecimalMin("0.1") @DecimalMax("10") double meeting,
            @DecimalMin("0.1") @DecimalMax("10") double call) {}

    /** @param leastMailsAYear both ways together, evenly: whose tie is worth less is not shown as knowing somebody */
    public record WhoKnowsWhom(
            @DecimalMin("0") @DecimalMax("1000") double leastMailsAYear) {}

    /**
     * Asking to be introduced.
     *
     * @param anonymous colleagues stay unnamed until they accept
     * @param openPerIntroducer how many requests may wait for one colleague
     * @param subject of the mail that asks; may hold {@code {contact}}, {@code {introducer}}, {@code {requester}}
     * @param text likewise
     */
    public record Introductions(
            boolean anonymous,
            @Min(1) @Max(100) int openPerIntroducer,
            @NotNull @Size(min = 1, max = 200) String subject,
            @NotNull @Size(min = 1, max = 4_000) String text) {}
}
