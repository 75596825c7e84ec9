package io.rapport.kit.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The caller's tenant and user. They come from the token, never from a path, header or body. */
@RequestScoped
@Named("caller")
public class Caller {

    private final SecurityIdentity identity;

    public Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 403 if the token names no tenant */
    public TenantId tenant() {
        return new TenantId(guid("tid"));
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 403 if the token names no user */
    public UserId user() {
        return new UserId(guid("oid"));
    }

    /** The caller's sign-in name as the token has it; empty if it has none. Never log it. */
    public String address() {
        return text("preferred_username");
    }

    /** The caller's own name as the token has it; empty if it has none. */
    public String name() {
        return text("name");
    }

    /** How a page greets the caller. */
    public String shownAs() {
        return name().isEmpty() ? address() : name();
    }

    public boolean administrator() {
        return is(Roles.CONSENT_ADMIN);
    }

    public boolean seller() {
        return is(Roles.INSIGHTS_READ);
    }

    public boolean operator() {
        return is(Roles.OPS_READ);
    }

    /** @param role one of {@link Roles} */
    public boolean is(String role) {
        return identity.hasRole(role);
    }

    /** Which accepted role makes the caller an administrator; empty if none does. */
    public String administratorRole() {
        Object evidence = identity.getAttribute(EntraIdentity.EVIDENCE);
        return evidence == null ? "" : evidence.toString();
    }

    private UUID guid(String claim) {
        Object value = claim(claim);
        try {
            return UUID.fromString(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw Problems.of(ErrorCode.NO_TENANT, "The token has no usable claim '" + claim + "'.");
        }
    }

    private String text(String claim) {
        Object value = claim(claim);
        return value == null ? "" : value.toString();
    }

    /** Of a bearer token or of a session's id token, whichever brought the caller here. */
    private @Nullable Object claim(String name) {
        return identity.getPrincipal() instanceof JsonWebToken token ? token.getClaim(name) : null;
    }
}
