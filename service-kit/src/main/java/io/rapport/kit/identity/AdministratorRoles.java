package io.rapport.kit.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may give consent for a tenant: whoever holds one of these roles. */
@ConfigMapping(prefix = "rapport.oidc.administrator")
public interface AdministratorRoles {

    /** Template id of Global Administrator, the default. */
    String GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";

    /** Template ids of directory roles, as the token's {@code wids} names them. */
    @WithDefault(GLOBAL_ADMINISTRATOR)
    Set<String> directoryRoles();

    /** App roles of this application, as the token's {@code roles} names them. */
    @WithDefault(Roles.CONSENT_ADMIN)
    Set<String> appRoles();

    /** A role as people know it: {@link #GLOBAL_ADMINISTRATOR} by its name. Records keep the id. */
    static String named(String role) {
        return role.replace(GLOBAL_ADMINISTRATOR, "Global Administrator");
    }

    /** In words, for whoever lacks them all. */
    default String inWords() {
        return Stream.concat(
                        directoryRoles().stream().map(id -> "the directory role " + named(id)),
                        appRoles().stream().map(role -> "the app role " + role))
                .collect(Collectors.joining(" or "));
    }
}
