package io.rapport.stack.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/**
 * A standard OIDC issuer (discovery, JWKS, sign-in page, token endpoint, end of session) whose tokens look like Microsoft
 * Entra's.
 */
public final class Issuer implements AutoCloseable {

    /** Path of the issuer, like Entra's endpoint for every tenant. */
    public static final String ISSUER_ID = "common";

    /** Whom tokens are for. */
    public static final String AUDIENCE = "api://rapport";

    /** The client that services use. */
    public static final String SERVICE_CLIENT = "rapport-service";

    /** The client that signs people in for the pages. */
    public static final String PAGES_CLIENT = "rapport-pages";

    private final MockOAuth2Server server;

    private Issuer(MockOAuth2Server server) {
        this.server = server;
    }

    /**
     * @param clientSecret what any client must know to get a token
     * @param serviceTenant home tenant of the services' own tokens
     */
    public static Issuer start(int port, String clientSecret, String serviceTenant) {
        var claims = new EntraClaims(issuerTemplate(port));
        var tokens = new EntraTokens(claims, clientSecret, UUID.fromString(serviceTenant));
        var http = new IssuerHttp(new SignIn(claims));
        var server = new MockOAuth2Server(
                new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(), Set.of(tokens), http));
        try {
            server.start(InetAddress.getByName("127.0.0.1"), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Issuer(server);
    }

    /** The issuer claim of a tenant, with {@code {tid}} for the tenant. */
    public static String issuerTemplate(int port) {
        return "http://127.0.0.1:" + port + "/{tid}/v2.0";
    }

    /** The directory's id of a user: the simulator's users and the issuer's agree on it. */
    public static UUID objectId(String tenant, String lowerCaseAddress) {
        return UUID.nameUUIDFromBytes((tenant + "/" + lowerCaseAddress).getBytes(StandardCharsets.UTF_8));
    }

    /** Who signs in with a role ({@code admin|seller|ops}) without saying who. */
    public static String usualAddress(String role) {
        return role + "@rapport.example";
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
