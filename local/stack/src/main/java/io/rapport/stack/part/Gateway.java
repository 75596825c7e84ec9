package io.rapport.stack.part;

import io.rapport.stack.ServiceName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One address for a person: sends each page's request to the service that owns the page, and nothing else to any. Services
 * see the host that the browser sees, so that their redirects and cookies stay here.
 */
public final class Gateway implements AutoCloseable {

    /** As large as a service takes, with room for the cookies of a session. */
    private static final int HEADER_BYTES = 64 * 1024;

    private static final int HTTP_PORT = 80;

    private final Vertx vertx;

    private Gateway(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Listens on 127.0.0.1.
     *
     * @param services each service's port; none of them needs to run yet
     */
    public static Gateway start(int port, Map<ServiceName, Integer> services) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setMaxHeaderSize(HEADER_BYTES).setMaxPoolSize(64));
        Map<ServiceName, HttpProxy> proxies = new EnumMap<>(ServiceName.class);
        services.forEach((service, at) -> proxies.put(service, proxy(service, at, client)));
        try {
            vertx.createHttpServer(new HttpServerOptions()
                            .setHost("127.0.0.1")
                            .setPort(port)
                            .setMaxHeaderSize(HEADER_BYTES)
                            .setHttp2ClearTextEnabled(false))
                    .requestHandler(request -> route(request, proxies))
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return new Gateway(vertx);
        } catch (RuntimeException e) {
            close(vertx);
            throw e;
        }
    }

    @Override
    public void close() {
        close(vertx);
    }

    private static void route(HttpServerRequest request, Map<ServiceName, HttpProxy> proxies) {
        // Without a host, as old HTTP allows, no redirect could lead back.
        Optional<HttpProxy> owner = request.authority() == null
                ? Optional.empty()
                : ServiceName.ofPage(request.path()).map(proxies::get);
        if (owner.isPresent()) {
            owner.get().handle(request);
            return;
        }
        request.response()
                .setStatusCode(404)
                .putHeader(HttpHeaders.CONTENT_TYPE, PlainPage.TYPE)
                .end(PlainPage.of("Not found", "There is no such page."))
                .onFailure(gone -> request.connection().close());
    }

    private static HttpProxy proxy(ServiceName service, int port, HttpClient client) {
        SocketAddress address = SocketAddress.inetSocketAddress(port, "127.0.0.1");
        return HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                .origin(context -> context.client().request(towards(address, context.request())))
                .addInterceptor(new ProxyInterceptor() {
                    @Override
                    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
                        ProxyRequest request = context.request();
                        request.putHeader("X-Forwarded-Proto", "http");
                        request.putHeader(
                                "X-Forwarded-Host",
                                request.proxiedRequest().authority().toString());
                        return context.sendRequest().recover(gone -> Future.succeededFuture(away(service, request)));
                    }
                });
    }

    private static RequestOptions towards(SocketAddress address, ProxyRequest request) {
        HostAndPort seen = request.proxiedRequest().authority();
        int port = seen.port() < 0 ? HTTP_PORT : seen.port();
        return new RequestOptions().setServer(address).setHost(seen.host()).setPort(port);
    }

    private static ProxyResponse away(ServiceName service, ProxyRequest request) {
        String sentence = "This page is made by " + service.folder() + ", which does not answer at the moment.";
        return request.release()
                .response()
                .setStatusCode(502)
                .putHeader(HttpHeaders.CONTENT_TYPE, PlainPage.TYPE)
                .setBody(Body.body(Buffer.buffer(PlainPage.of("The page is away", sentence))));
    }

    private static void close(Vertx vertx) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
