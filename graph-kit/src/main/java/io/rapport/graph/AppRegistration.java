package io.rapport.graph;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClientConfigBuilder;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.oidc.common.runtime.config.OidcClientCommonConfig.Credentials.Jwt.Source;
import io.quarkus.oidc.common.runtime.config.OidcClientCommonConfig.Credentials.Secret.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An app registration of Entra ID that we are, and what proves it: a secret of its own, or a token of our workload, which
 * Entra ID trusts by a federated credential. The token is read again when it has expired.
 *
 * @param clientId of the registration
 * @param secret without a token
 * @param workloadToken the file that Kubernetes keeps the token in; without a secret
 */
public record AppRegistration(String clientId, Optional<String> secret, Optional<Path> workloadToken) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** @throws IllegalStateException if there is neither a secret nor a token, or both */
    public AppRegistration {
        if (secret.isPresent() == workloadToken.isPresent()) {
            throw new IllegalStateException(
                    "The application " + clientId + " needs either a client secret or the file of a workload's token");
        }
    }

    /**
     * A client for tokens of one tenant (client credentials).
     *
     * @param id its name in logs
     * @param login login host and tenant
     * @param scope what the tokens are for
     */
    public OidcClient client(OidcClients clients, String id, String login, String scope) {
        OidcClientConfigBuilder settings = OidcClientConfig.authServerUrl(login + "/v2.0")
                .id(id)
                .discoveryEnabled(false)
                .tokenPath(login + "/oauth2/v2.0/token")
                .clientId(clientId)
                .scopes(List.of(scope))
                .refreshTokenTimeSkew(Duration.ofMinutes(1));
        // In the form, as Entra documents it, not in a Basic header.
        secret.ifPresent(
                it -> settings.credentials().clientSecret(it, Method.POST).end());
        // A token of the workload does not say which application it stands for.
        workloadToken.ifPresent(it -> settings.grantOptions("client", "client_id", clientId)
                .credentials()
                .jwt()
                .source(Source.BEARER)
                .tokenPath(it)
                .endCredentials());
        return clients.newClient(settings.build()).await().atMost(PATIENCE);
    }
}
