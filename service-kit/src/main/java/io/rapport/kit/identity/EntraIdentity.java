package io.rapport.kit.identity;

import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What quarkus-oidc cannot know of Entra tokens of many tenants: a tenant's issuer counts only if it names the token's
 * own {@code tid}, and a directory role in {@code wids} (role template ids) makes an administrator.
 */
@ApplicationScoped
public class EntraIdentity implements SecurityIdentityAugmentor {

    private final String issuerTemplate;
    private final Set<String> administratorRoles;

    /**
     * @param issuerTemplate the issuer of every tenant, with {@code {tid}} where the tenant stands
     * @param administratorRoles role template ids that may give consent; Global Administrator by default
     */
    public EntraIdentity(
            @ConfigProperty(name = "rapport.oidc.issuer-template") String issuerTemplate,
            @ConfigProperty(name = "rapport.oidc.administrator-roles") List<String> administratorRoles) {
        this.issuerTemplate = issuerTemplate;
        this.administratorRoles = Set.copyOf(administratorRoles);
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof OidcJwtCallerPrincipal token)) {
            return Uni.createFrom().item(identity);
        }
        String tenant = String.valueOf((Object) token.getClaim("tid"));
        if (!isGuid(tenant) || !issuerTemplate.replace("{tid}", tenant).equals(token.getIssuer())) {
            return Uni.createFrom().failure(new AuthenticationFailedException("issuer and tenant do not match"));
        }
        boolean administrator = token.getClaim("wids") instanceof JsonArray wids
                && wids.stream()
                        .anyMatch(id -> id instanceof JsonString text && administratorRoles.contains(text.getString()));
        return Uni.createFrom()
                .item(
                        administrator
                                ? QuarkusSecurityIdentity.builder(identity)
                                        .addRole(Roles.CONSENT_ADMIN)
                                        .build()
                                : identity);
    }

    private static boolean isGuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
