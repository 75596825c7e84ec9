package io.rapport.graph;

import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.Tokens;
import io.rapport.contracts.ids.TenantId;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Graph clients per tenant, authenticated as the application (client credentials). Calls block: make them on virtual or
 * worker threads, never on an event loop.
 */
@Singleton
public class GraphClients {

    private static final Duration TOKEN_PATIENCE = Duration.ofSeconds(30);

    private final GraphConfig config;
    private final AppRegistration application;
    private final OidcClients oidcClients;
    private final OkHttpClient withSdkRetries = GraphClientFactory.create().build();
    private final Map<TenantId, GraphServiceClient> clients = new ConcurrentHashMap<>();
    private final Map<TenantId, TenantTokens> tokens = new ConcurrentHashMap<>();

    GraphClients(GraphConfig config, OidcClients oidcClients) {
        this.config = config;
        this.application = new AppRegistration(config.clientId(), config.clientSecret(), config.workloadTokenFile());
        this.oidcClients = oidcClients;
    }

    /** For the directory and licences: the SDK's own retries. */
    public GraphServiceClient of(TenantId tenant) {
        return clients.computeIfAbsent(tenant, id -> create(id, withSdkRetries));
    }

    /** With an HTTP client of the caller's own, for calls that need another manner of retrying. */
    public GraphServiceClient create(TenantId tenant, OkHttpClient http) {
        TenantTokens source = tokens.computeIfAbsent(tenant, TenantTokens::new);
        OkHttpClient renewing = http.newBuilder()
                .authenticator((route, refused) -> source.again(refused))
                .build();
        GraphServiceClient client = new GraphServiceClient(new BaseBearerTokenAuthenticationProvider(source), renewing);
        client.getRequestAdapter().setBaseUrl(config.url().toString());
        return client;
    }

    /** One tenant's token, fetched anew a minute before it expires. */
    private final class TenantTokens implements AccessTokenProvider {

        private final OidcClient client;
        private @Nullable Tokens current;

        TenantTokens(TenantId tenant) {
            this.client = application.client(
                    oidcClients, "graph-" + tenant, config.loginUrl() + "/" + tenant, config.scope());
        }

        @Override
        public synchronized String getAuthorizationToken(URI uri, @Nullable Map<String, Object> context) {
            Tokens held = current;
            if (held == null || held.isAccessTokenExpired() || held.isAccessTokenWithinRefreshInterval()) {
                held = client.getTokens().await().atMost(TOKEN_PATIENCE);
                current = held;
            }
            return held.getAccessToken();
        }

        /** A token that Graph refuses though it has not expired is replaced, and the request sent once more. */
        @Nullable
        Request again(Response refused) {
            if (refused.priorResponse() != null) {
                return null;
            }
            String bearer = refused.request().header("Authorization");
            synchronized (this) {
                if (current != null && ("Bearer " + current.getAccessToken()).equals(bearer)) {
                    current = null;
                }
            }
            String fresh = getAuthorizationToken(refused.request().url().uri(), null);
            return refused.request()
                    .newBuilder()
                    .header("Authorization", "Bearer " + fresh)
                    .build();
        }

        @Override
        public AllowedHostsValidator getAllowedHostsValidator() {
            return new AllowedHostsValidator(config.url().getHost());
        }
    }
}
