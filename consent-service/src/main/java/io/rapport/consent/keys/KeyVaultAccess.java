package io.rapport.consent.keys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** An Azure Key Vault and who we are there; used if there is a URL. */
@ConfigMapping(prefix = "rapport.keys.vault")
public interface KeyVaultAccess {

    /** Such as {@code https://rapport.vault.azure.net}. */
    Optional<URI> url();

    /** The tenant of the vault: the operator's own. */
    Optional<String> tenant();

    /** The application that may use the vault. */
    Optional<String> clientId();

    /** Its secret, unless there is a workload's token. */
    Optional<String> clientSecret();

    /** File with a token of the workload that Entra ID trusts (a federated credential), instead of a secret. */
    Optional<Path> workloadTokenFile();

    /** Login host; sovereign clouds have their own. */
    @WithDefault("https://login.microsoftonline.com")
    URI loginUrl();

    /** What the token is for. */
    @WithDefault("https://vault.azure.net/.default")
    String scope();

    /** In front of the keys' names: installations may share a vault. */
    @WithDefault("rapport-ring")
    String keyPrefix();
}
