package io.rapport.stack.part;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.OAuth2Exception;

/**
 * What Microsoft Entra's tokens say of who asks: the issuer carries the tenant, {@code tid}/{@code oid} say who, app roles
 * stand in {@code roles} and directory roles in {@code wids}.
 */
final class EntraClaims {

    private static final String GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";

    private final String issuerTemplate;

    /** @param issuerTemplate the issuer claim, with {@code {tid}} for the tenant */
    EntraClaims(String issuerTemplate) {
        this.issuerTemplate = issuerTemplate;
    }

    /** Of a service, which is its own client. */
    Map<String, Object> ofService(UUID tenant, UUID oid, String client) {
        Map<String, Object> claims = common(tenant, oid, client);
        claims.put("idtyp", "app");
        claims.put("roles", List.of("service"));
        return claims;
    }

    /**
     * Of a person, whose name is made from the address.
     *
     * @throws OAuth2Exception if there is no such role
     */
    Map<String, Object> ofPerson(String role, UUID tenant, UUID oid, String address, String client) {
        Map<String, Object> claims = common(tenant, oid, client);
        claims.put("preferred_username", address);
        claims.put("name", name(address));
        switch (role) {
            case "admin" -> claims.put("wids", List.of(GLOBAL_ADMINISTRATOR));
            case "seller" -> claims.put("roles", List.of("insights.read"));
            case "ops" -> claims.put("roles", List.of("ops.read"));
            case "user" -> claims.put("roles", List.of());
            default ->
                throw new OAuth2Exception(OAuth2Error.INVALID_REQUEST, "role must be admin, seller, user or ops");
        }
        return claims;
    }

    private Map<String, Object> common(UUID tenant, UUID oid, String client) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", issuerTemplate.replace("{tid}", tenant.toString()));
        claims.put("tid", tenant.toString());
        claims.put("oid", oid.toString());
        claims.put("ver", "2.0");
        claims.put("azp", client);
        return claims;
    }

    private static String name(String address) {
        String person = address.substring(0, address.contains("@") ? address.indexOf('@') : address.length());
        return Arrays.stream(person.split("[._]"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining(" "));
    }
}
