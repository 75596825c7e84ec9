package io.rapport.stack.part;

import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import org.jspecify.annotations.Nullable;

/**
 * Gives tokens the shape of Microsoft Entra's: the issuer carries the tenant, {@code tid}/{@code oid} say who, app roles
 * stand in {@code roles} and directory roles in {@code wids}.
 *
 * <p>{@code client_credentials} makes a service's token. {@code password} stands for a person signing in: the form also
 * takes {@code role} ({@code admin|seller|user|ops|service}), {@code tenant} and, if the user's id is known, {@code oid}.
 * Both need the stack's client secret.
 */
final class EntraTokens implements OAuth2TokenCallback {

    private static final String GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";
    private static final long LIFE_SECONDS = 3600;

    private final String issuerTemplate;
    private final String clientSecret;
    private final String serviceTenant;

    EntraTokens(String issuerTemplate, String clientSecret, String serviceTenant) {
        this.issuerTemplate = issuerTemplate;
        this.clientSecret = clientSecret;
        this.serviceTenant = serviceTenant;
    }

    @Override
    public String issuerId() {
        return Issuer.ISSUER_ID;
    }

    @Override
    public String subject(TokenRequest request) {
        refuseWrongSecret(request);
        return objectId(request).toString();
    }

    @Override
    public String typeHeader(TokenRequest request) {
        return "JWT";
    }

    @Override
    public List<String> audience(TokenRequest request) {
        return List.of(Issuer.AUDIENCE);
    }

    @Override
    public Map<String, Object> addClaims(TokenRequest request) {
        refuseWrongSecret(request);
        String tenant = tenant(request);
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", issuerTemplate.replace("{tid}", tenant));
        claims.put("tid", tenant);
        claims.put("oid", objectId(request).toString());
        claims.put("ver", "2.0");
        claims.put("azp", String.valueOf(request.getClientID()));
        switch (role(request)) {
            case "service" -> {
                claims.put("idtyp", "app");
                claims.put("roles", List.of("service"));
            }
            case "admin" -> claims.put("wids", List.of(GLOBAL_ADMINISTRATOR));
            case "seller" -> claims.put("roles", List.of("insights.read"));
            case "ops" -> claims.put("roles", List.of("ops.read"));
            case "user" -> claims.put("roles", List.of());
            default -> throw refused("role must be admin, seller, user, ops or service");
        }
        if (request.getAuthorizationGrant() instanceof ResourceOwnerPasswordCredentialsGrant person) {
            claims.put("preferred_username", person.getUsername());
        }
        return claims;
    }

    @Override
    public long tokenExpiry() {
        return LIFE_SECONDS;
    }

    private void refuseWrongSecret(TokenRequest request) {
        ClientAuthentication client = request.getClientAuthentication();
        if (!(client instanceof PlainClientSecret secret)
                || !clientSecret.equals(secret.getClientSecret().getValue())) {
            throw new OAuth2Exception(OAuth2Error.INVALID_CLIENT, "unknown client or wrong secret");
        }
    }

    private String role(TokenRequest request) {
        if (request.getAuthorizationGrant() instanceof ClientCredentialsGrant) {
            return "service";
        }
        String role = parameter(request, "role");
        return role == null ? "user" : role;
    }

    private String tenant(TokenRequest request) {
        String tenant = parameter(request, "tenant");
        return tenant == null ? serviceTenant : guid(tenant).toString();
    }

    private UUID objectId(TokenRequest request) {
        String given = parameter(request, "oid");
        if (given != null) {
            return guid(given);
        }
        String name = request.getAuthorizationGrant() instanceof ResourceOwnerPasswordCredentialsGrant person
                ? person.getUsername().toLowerCase(Locale.ROOT)
                : String.valueOf(request.getClientID());
        return Issuer.objectId(tenant(request), name);
    }

    private static @Nullable String parameter(TokenRequest request, String name) {
        List<String> values = request.getCustomParameter(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    private static UUID guid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw refused("tenant and oid must be GUIDs");
        }
    }

    private static OAuth2Exception refused(String why) {
        return new OAuth2Exception(OAuth2Error.INVALID_REQUEST, why);
    }
}
