package io.rapport.stack.part;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import org.jspecify.annotations.Nullable;

/**
 * Gives tokens the shape of Microsoft Entra's, to whoever knows the stack's client secret.
 *
 * <p>{@code client_credentials} makes a service's token. {@code password} stands for a person at the command line: the
 * form also takes {@code role} ({@code admin|seller|user|ops}), {@code tenant} and, if the user's id is known,
 * {@code oid}. {@code authorization_code} is for a person at the {@link SignIn sign-in page}, with PKCE always.
 */
final class EntraTokens implements OAuth2TokenCallback {

    private static final long LIFE_SECONDS = 3600;

    private final EntraClaims claims;
    private final String clientSecret;
    private final UUID serviceTenant;

    EntraTokens(EntraClaims claims, String clientSecret, UUID serviceTenant) {
        this.claims = claims;
        this.clientSecret = clientSecret;
        this.serviceTenant = serviceTenant;
    }

    @Override
    public String issuerId() {
        return Issuer.ISSUER_ID;
    }

    @Override
    public String subject(TokenRequest request) {
        return objectId(request, client(request)).toString();
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
        String client = client(request);
        return switch (request.getAuthorizationGrant()) {
            case ClientCredentialsGrant service -> claims.ofService(tenant(request), objectId(request, client), client);
            case ResourceOwnerPasswordCredentialsGrant person -> {
                String role = parameter(request, "role");
                String address = person.getUsername();
                yield claims.ofPerson(
                        role == null ? "user" : role, tenant(request), objectId(request, address), address, client);
            }
            case AuthorizationCodeGrant code -> {
                if (code.getCodeVerifier() == null) {
                    throw new OAuth2Exception(OAuth2Error.INVALID_GRANT, "code_verifier is missing");
                }
                yield ofSignIn(client);
            }
            case RefreshTokenGrant again -> ofSignIn(client);
            default -> throw new OAuth2Exception(OAuth2Error.UNSUPPORTED_GRANT_TYPE, "this grant is not supported");
        };
    }

    @Override
    public long tokenExpiry() {
        return LIFE_SECONDS;
    }

    /** Nothing to add: the server keeps what {@link SignIn} said of the person with the code. */
    private static Map<String, Object> ofSignIn(String client) {
        if (!client.equals(Issuer.PAGES_CLIENT)) {
            throw new OAuth2Exception(OAuth2Error.INVALID_GRANT, "the code was given to another client");
        }
        return Map.of();
    }

    /** Who asks, once the secret is right. */
    private String client(TokenRequest request) {
        if (request.getClientAuthentication() instanceof PlainClientSecret client
                && clientSecret.equals(client.getClientSecret().getValue())) {
            return client.getClientID().getValue();
        }
        throw new OAuth2Exception(OAuth2Error.INVALID_CLIENT, "unknown client or wrong secret");
    }

    private UUID tenant(TokenRequest request) {
        String tenant = parameter(request, "tenant");
        return tenant == null ? serviceTenant : guid(tenant);
    }

    private UUID objectId(TokenRequest request, String name) {
        String given = parameter(request, "oid");
        return given == null ? Issuer.objectId(tenant(request).toString(), name.toLowerCase(Locale.ROOT)) : guid(given);
    }

    private static @Nullable String parameter(TokenRequest request, String name) {
        List<String> values = request.getCustomParameter(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    private static UUID guid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new OAuth2Exception(OAuth2Error.INVALID_REQUEST, "tenant and oid must be GUIDs");
        }
    }
}
