package io.rapport.stack.part;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import kotlin.Pair;
import kotlin.jvm.functions.Function1;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.OAuth2HttpServer;
import no.nav.security.mock.oauth2.http.Ssl;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's HTTP side on the JDK's own server. The two that come with the issuer need newer versions of okhttp or
 * netty than the services' tests have in the same JVM.
 */
final class IssuerHttp implements OAuth2HttpServer {

    private final SignIn signIn;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable HttpServer server;

    IssuerHttp(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public OAuth2HttpServer start(Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
        return start(0, handler);
    }

    @Override
    public OAuth2HttpServer start(int port, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
        return start(InetAddress.getLoopbackAddress(), port, handler);
    }

    @Override
    public OAuth2HttpServer start(
            InetAddress address, int port, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
        try {
            var issuer = signIn.inFrontOf(handler);
            HttpServer started = HttpServer.create(new InetSocketAddress(address, port), 0);
            started.setExecutor(threads);
            started.createContext("/", exchange -> answer(exchange, issuer));
            started.start();
            server = started;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("The issuer's port " + port + " cannot be used", e);
        }
    }

    @Override
    public OAuth2HttpServer stop() {
        HttpServer running = server;
        if (running != null) {
            running.stop(0);
            server = null;
        }
        threads.close();
        return this;
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public int port() {
        HttpServer running = server;
        if (running == null) {
            throw new IllegalStateException("The issuer does not run.");
        }
        return running.getAddress().getPort();
    }

    @Override
    public HttpUrl url(String path) {
        return HttpUrl.get("http://127.0.0.1:" + port())
                .newBuilder()
                .addPathSegments(path)
                .build();
    }

    @Override
    public @Nullable Ssl sslConfig() {
        return null;
    }

    private static void answer(HttpExchange exchange, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler)
            throws IOException {
        try (exchange) {
            OAuth2HttpResponse response = handler.invoke(request(exchange));
            byte[] body = body(response);
            for (Pair<? extends String, ? extends String> header : response.getHeaders()) {
                if (!header.getFirst().equalsIgnoreCase("content-length")) {
                    exchange.getResponseHeaders().add(header.getFirst(), header.getSecond());
                }
            }
            exchange.sendResponseHeaders(response.getStatus(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static OAuth2HttpRequest request(HttpExchange exchange) throws IOException {
        okhttp3.Headers.Builder headers = new okhttp3.Headers.Builder();
        Headers received = exchange.getRequestHeaders();
        received.forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        String host = received.getFirst("Host");
        HttpUrl url = HttpUrl.get("http://" + host + exchange.getRequestURI());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return new OAuth2HttpRequest(headers.build(), exchange.getRequestMethod(), url, body);
    }

    private static byte[] body(OAuth2HttpResponse response) {
        byte[] bytes = response.getBytesBody();
        if (bytes != null) {
            return bytes;
        }
        String text = response.getBody();
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}
