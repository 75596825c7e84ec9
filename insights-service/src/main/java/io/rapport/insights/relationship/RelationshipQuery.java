package io.rapport.insights.relationship;

import io.rapport.contracts.ids.UserId;
import io.rapport.insights.vault.Vault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Up to 500 records at once.
 *
 * @param series whether days and weeks are wanted besides totals
 * @param from first UTC day of the series; from the beginning when left out
 * @param until last UTC day of the series; to the end when left out
 */
public record RelationshipQuery(
        @NotEmpty @Size(max = 500) List<@NotNull @Valid Asked> records,
        boolean series,
        @Nullable LocalDate from,
        @Nullable LocalDate until) {

    /** What a record is in the CRM. */
    public enum RecordKind {
        CONTACT,
        ACCOUNT,
        LEAD,
        OPPORTUNITY
    }

    /**
     * One record's two sides.
     *
     * @param key whatever the caller knows the record by; it comes back with the answer
     * @param kind {@code CONTACT} when left out
     * @param closed true for a lead or opportunity that is closed: it has figures but no health
     * @param ours colleagues by user id; all who share when left out, and never anyone who does not
     * @param theirs addresses or whole domains
     */
    public record Asked(
            @Schema(examples = "account-4711") @NotNull @Size(max = 100)
            String key,

            @Nullable RecordKind kind,
            boolean closed,

            @Schema(examples = "[]") @Nullable @Size(max = 500)
            Set<@NotNull UserId> ours,

            @NotEmpty @Size(max = 500) @Schema(examples = "[\"fabrikam.example\"]")
            List<
                            @NotNull @Size(max = 320)
                            @Pattern(
                                    regexp = Vault.AN_ADDRESS_OR_DOMAIN,
                                    message = "is neither an address nor a domain")
                            String>
                    theirs) {

        RecordKind kindOrContact() {
            return kind == null ? RecordKind.CONTACT : kind;
        }

        @Override
        public String toString() {
            return "Asked[hidden]";
        }
    }

    Optional<Series.Period> period() {
        return series ? Optional.of(new Series.Period(from, until)) : Optional.empty();
    }
}
