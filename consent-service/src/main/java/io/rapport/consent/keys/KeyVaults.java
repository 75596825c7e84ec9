package io.rapport.consent.keys;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.security.keyvault.keys.KeyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.annotations.RegisterResources;
import io.rapport.graph.AppRegistration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Clients of a key vault, authenticated as the application. */
// We hand it a client, but a part of the SDK that is not handed one looks for a provider.
@RegisterResources(globs = "META-INF/services/com.azure.core.http.HttpClientProvider")
@RegisterForReflection(classNames = "com.azure.core.http.jdk.httpclient.JdkHttpClientProvider")
final class KeyVaults {

    private KeyVaults() {}

    static KeyVaultRoot root(KeyVaultAccess vault, OidcClients clients) {
        TokenCredential application = new Application(vault, clients);
        HttpClient http = new JdkHttpClientBuilder().build();
        return new KeyVaultRoot(
                new KeyClientBuilder()
                        .vaultUrl(needed(vault.url(), "url").toString())
                        .credential(application)
                        .httpClient(http)
                        .buildClient(),
                id -> new CryptographyClientBuilder()
                        .keyIdentifier(id)
                        .credential(application)
                        .httpClient(http)
                        .buildClient(),
                vault.keyPrefix());
    }

    private static <T> T needed(Optional<T> setting, String name) {
        return setting.orElseThrow(
                () -> new IllegalStateException("With a key vault rapport.keys.vault." + name + " is needed"));
    }

    /** Tokens by client credentials; the vault's challenge names what they must be for, which is fixed here. */
    private static final class Application implements TokenCredential {

        private final OidcClient client;

        Application(KeyVaultAccess vault, OidcClients clients) {
            this.client = new AppRegistration(
                            needed(vault.clientId(), "client-id"), vault.clientSecret(), vault.workloadTokenFile())
                    .client(
                            clients,
                            "key-vault",
                            vault.loginUrl() + "/" + needed(vault.tenant(), "tenant"),
                            vault.scope());
        }

        @Override
        public Mono<AccessToken> getToken(TokenRequestContext request) {
            return Mono.fromCompletionStage(() -> client.getTokens().subscribeAsCompletionStage())
                    .map(Application::token);
        }

        private static AccessToken token(Tokens tokens) {
            return new AccessToken(
                    tokens.getAccessToken(),
                    Instant.ofEpochSecond(tokens.getAccessTokenExpiresAt()).atOffset(ZoneOffset.UTC));
        }
    }
}
