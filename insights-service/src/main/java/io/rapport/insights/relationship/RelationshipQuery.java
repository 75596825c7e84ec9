package io.rapport.insights.relationship;

import io.rapport.contracts.ids.UserId;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Two sides of a relationship.
 *
 * @param ours colleagues by user id; all who share when left out, and never anyone who does not
 * @param theirs addresses or whole domains
 */
public record RelationshipQuery(
        @Schema(examples = "[]") @Nullable @Size(max = 500) Set<@NotNull UserId> ours,

        @NotEmpty @Size(max = 500)
        List<
                        @NotNull @Size(max = 320)
                        @Pattern(
                                regexp = "\\s*([^@\\s]+@)?[^@\\s]+\\s*",
                                message = "is neither an address nor a domain")
                        String>
                theirs) {

    @Override
    public String toString() {
        return "RelationshipQuery[hidden]";
    }
}
