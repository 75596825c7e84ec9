package io.rapport.insights.acquaintance;

import io.rapport.insights.vault.Vault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whom somebody should know.
 *
 * @param theirs a contact's or lead's addresses, or a company's domains
 * @param limit of colleagues and of paths; 5 when left out
 */
public record ColleaguesQuery(
        @NotEmpty @Size(max = 50) @Schema(examples = "[\"fabrikam.example\"]")
        List<
                        @NotNull @Size(max = 320)
                        @Pattern(regexp = Vault.AN_ADDRESS_OR_DOMAIN, message = "is neither an address nor a domain")
                        String>
                theirs,

        @Nullable @Min(1) @Max(100) Integer limit) {

    static final int FEW = 5;

    int limitOrFew() {
        return limit == null ? FEW : limit;
    }

    @Override
    public String toString() {
        return "ColleaguesQuery[hidden]";
    }
}
