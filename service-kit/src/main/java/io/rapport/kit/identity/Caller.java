package io.rapport.kit.identity;

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

    public Caller(JsonWebToken token) {
        this.token = token;
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 403 if the token names no tenant */
    public TenantId tenant() {
        return new TenantId(guid("tid"));
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 403 if the token names no user */
    public UserId user() {
        return new UserId(guid("oid"));
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
