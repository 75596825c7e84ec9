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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What quarkus-oidc cannot know of Entra tokens of many tenants: a tenant's issuer counts only if it names the token's
 * own {@code tid}, and who counts as an administrator is for {@link AdministratorRoles} to say.
 */
@ApplicationScoped
public class EntraIdentity implements SecurityIdentityAugmentor {

    /** Attribute of an administrator's identity: which accepted role made them one, as text. */
    static final String EVIDENCE = "rapport.administrator-role";

    private final String issuerTemplate;
    private final AdministratorRoles accepted;

    /** @param issuerTemplate the issuer of every tenant, with {@code {tid}} where the tenant stands */
    public EntraIdentity(
            @ConfigProperty(name = "rapport.oidc.issuer-template") String issuerTemplate, AdministratorRoles accepted) {
        this.issuerTemplate = issuerTemplate;
        this.accepted = accepted;
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
        return Uni.createFrom().item(withAdministratorRole(identity, token));
    }

    /** The administrator's role is what the accepted roles say and nothing else, whatever the token calls it. */
    private SecurityIdentity withAdministratorRole(SecurityIdentity identity, OidcJwtCallerPrincipal token) {
        Optional<String> evidence = directoryRole(token)
                .or(() -> accepted.appRoles().stream()
                        .filter(identity.getRoles()::contains)
                        .map(role -> "app role " + role)
                        .findFirst());
        if (evidence.isEmpty() && !identity.hasRole(Roles.CONSENT_ADMIN)) {
            return identity;
        }
        QuarkusSecurityIdentity.Builder known = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes());
        identity.getRoles().stream()
                .filter(role -> !role.equals(Roles.CONSENT_ADMIN))
                .forEach(known::addRole);
        evidence.ifPresent(role -> known.addRole(Roles.CONSENT_ADMIN).addAttribute(EVIDENCE, role));
        return known.build();
    }

    private Optional<String> directoryRole(OidcJwtCallerPrincipal token) {
        return token.getClaim("wids") instanceof JsonArray wids
                ? wids.stream()
                        .filter(JsonString.class::isInstance)
                        .map(id -> ((JsonString) id).getString())
                        .filter(accepted.directoryRoles()::contains)
                        .map(id -> "directory role " + id)
                        .findFirst()
                : Optional.empty();
    }

    private static boolean isGuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
