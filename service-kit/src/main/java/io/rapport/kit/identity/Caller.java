package io.rapport.kit.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The caller's tenant and user. They come from the token, never from a path, header or body. */
@RequestScoped
public class Caller {

    private final JsonWebToken token;
    private final SecurityIdentity identity;

    public Caller(JsonWebToken token, SecurityIdentity identity) {
        this.token = token;
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
        Object value = token.getClaim("preferred_username");
        return value == null ? "" : value.toString();
    }

    /** The caller's own name as the token has it; empty if it has none. */
    public String name() {
        Object value = token.getClaim("name");
        return value == null ? "" : value.toString();
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
        Object value = token.getClaim(claim);
        try {
            return UUID.fromString(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw Problems.of(ErrorCode.NO_TENANT, "The token has no usable claim '" + claim + "'.");
        }
    }
}
