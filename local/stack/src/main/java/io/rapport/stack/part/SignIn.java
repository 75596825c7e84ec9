package io.rapport.stack.part;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import io.rapport.stack.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import kotlin.jvm.functions.Function1;
import no.nav.security.mock.oauth2.extensions.HttpUrlExtensionsKt;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import okhttp3.Headers;

/**
 * The page on which a person signs in by saying who they are: a role, an address and a tenant. It hands the person's
 * claims to the issuer, which keeps them with the code. Codes go to {@link Issuer#PAGES_CLIENT} on this machine only, and
 * only with an S256 challenge.
 */
final class SignIn {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ROLES = Set.of("admin", "seller", "user", "ops");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");
    private static final int LONGEST_ADDRESS = 254;
    private static final Headers HEADERS = Headers.of(
            "Content-Type",
            PlainPage.TYPE,
            "Cache-Control",
            "no-store",
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'");

    private final EntraClaims claims;
    private final String page;

    SignIn(EntraClaims claims) {
        this.claims = claims;
        try (InputStream html = Objects.requireNonNull(SignIn.class.getResourceAsStream("sign-in.html"))) {
            this.page = new String(html.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The issuer with this page where its own would be. */
    Function1<OAuth2HttpRequest, OAuth2HttpResponse> inFrontOf(
            Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> issuer) {
        return request -> {
            try {
                if (HttpUrlExtensionsKt.isEndSessionEndpointUrl(request.getUrl())) {
                    refuseForeignReturn(request);
                }
                if (!HttpUrlExtensionsKt.isAuthorizationEndpointUrl(request.getUrl())) {
                    return issuer.invoke(request);
                }
                AuthenticationRequest wanted = wanted(request);
                return switch (request.getMethod()) {
                    case "GET" -> answer(200, form(Entry.EMPTY, ""));
                    case "POST" -> submitted(request, wanted, issuer);
                    default -> issuer.invoke(request);
                };
            } catch (Refused e) {
                return answer(400, PlainPage.of("Signing in did not work", e.sentence));
            }
        };
    }

    private OAuth2HttpResponse submitted(
            OAuth2HttpRequest request,
            AuthenticationRequest wanted,
            Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> issuer) {
        Entry entry = Entry.of(request.getFormParameters().getMap());
        try {
            String address = entry.usedAddress();
            UUID tenant = entry.usedTenant();
            Map<String, Object> person = claims.ofPerson(
                    entry.role(),
                    tenant,
                    Issuer.objectId(tenant.toString(), address),
                    address,
                    wanted.getClientID().getValue());
            String login = "username=" + encoded(address) + "&claims=" + encoded(json(person));
            return issuer.invoke(new OAuth2HttpRequest(request.getHeaders(), "POST", request.getOriginalUrl(), login));
        } catch (Refused e) {
            return answer(400, form(entry, "<p class=\"error\" role=\"alert\">" + e.sentence + "</p>"));
        }
    }

    private String form(Entry entry, String error) {
        String chosen = page.replace("value=\"" + entry.role() + "\"", "value=\"" + entry.role() + "\" checked");
        return chosen.replace("<!-- error -->", error)
                .replace("{address}", PlainPage.escaped(entry.address()))
                .replace("{tenant}", PlainPage.escaped(entry.tenant()));
    }

    private static AuthenticationRequest wanted(OAuth2HttpRequest request) {
        AuthenticationRequest wanted;
        try {
            wanted = AuthenticationRequest.parse(request.getUrl().uri());
        } catch (ParseException e) {
            throw new Refused("The request to sign in is not one of OpenID Connect.");
        }
        if (!isLoopback(wanted.getRedirectionURI())) {
            throw new Refused(
                    "This issuer signs people in on this machine only; the address to return to is elsewhere.");
        }
        if (!wanted.getClientID().getValue().equals(Issuer.PAGES_CLIENT)) {
            throw new Refused("Only " + Issuer.PAGES_CLIENT + " signs people in here.");
        }
        if (!wanted.getResponseType().equals(ResponseType.CODE)) {
            throw new Refused("Only the authorization code flow is supported.");
        }
        if (wanted.getCodeChallenge() == null || !CodeChallengeMethod.S256.equals(wanted.getCodeChallengeMethod())) {
            throw new Refused("The request to sign in lacks a PKCE challenge (S256).");
        }
        return wanted;
    }

    private static void refuseForeignReturn(OAuth2HttpRequest request) {
        String back = request.getUrl().queryParameter("post_logout_redirect_uri");
        try {
            if (back != null && !isLoopback(URI.create(back))) {
                throw new Refused("The address to return to after signing out is not on this machine.");
            }
        } catch (IllegalArgumentException e) {
            throw new Refused("The address to return to after signing out is not an address.");
        }
    }

    private static boolean isLoopback(URI uri) {
        return uri != null
                && "http".equals(uri.getScheme())
                && uri.getHost() != null
                && LOOPBACK.contains(uri.getHost());
    }

    private static OAuth2HttpResponse answer(int status, String html) {
        return new OAuth2HttpResponse(HEADERS, status, html, null);
    }

    private static String json(Map<String, Object> person) {
        try {
            return JSON.writeValueAsString(person);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What stands in the form. */
    private record Entry(String role, String address, String tenant) {

        static final Entry EMPTY = new Entry("admin", "", Platform.TENANT.toString());

        static Entry of(Map<String, String> form) {
            String role = form.getOrDefault("role", "");
            return new Entry(
                    ROLES.contains(role) ? role : EMPTY.role,
                    form.getOrDefault("address", ""),
                    form.getOrDefault("tenant", ""));
        }

        String usedAddress() {
            if (address.isBlank() && !role.equals("user")) {
                return Issuer.usualAddress(role);
            }
            if (!address.matches("[^@\\s]+@[^@\\s]+") || address.length() > LONGEST_ADDRESS) {
                throw new Refused("Please give the address of a user, such as ada@contoso.example.");
            }
            return address.toLowerCase(Locale.ROOT);
        }

        UUID usedTenant() {
            try {
                return UUID.fromString(tenant);
            } catch (IllegalArgumentException e) {
                throw new Refused("The tenant must be a GUID, such as " + EMPTY.tenant + ".");
            }
        }
    }

    /** Why nobody is signed in, in a sentence for the person. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final String sentence;

        Refused(String sentence) {
            super(sentence);
            this.sentence = sentence;
        }
    }
}
