package io.rapport.graph;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where Microsoft Graph is and who we are there. Sovereign clouds differ in both hosts. */
@ConfigMapping(prefix = "rapport.graph")
public interface GraphConfig {

    /** Root of the API with its version. */
    @WithDefault("https://graph.microsoft.com/v1.0")
    URI url();

    /** Login host; the token endpoint of a tenant is {@code {login-url}/{tid}/oauth2/v2.0/token}. */
    @WithDefault("https://login.microsoftonline.com")
    URI loginUrl();

    /** What the token is for; goes with the cloud. */
    @WithDefault("https://graph.microsoft.com/.default")
    String scope();

    /** The application (client) id of the app registration. */
    String clientId();

    /** The application's secret, unless there is a workload's token. */
    Optional<String> clientSecret();

    /** File with a token of the workload that Entra ID trusts (a federated credential), instead of a secret. */
    Optional<Path> workloadTokenFile();
}
