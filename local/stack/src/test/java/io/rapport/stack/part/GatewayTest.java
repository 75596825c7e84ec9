package io.rapport.stack.part;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rapport.stack.Endpoints;
import io.rapport.stack.ServiceName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway in front of servers that say which service they stand for and what they were asked; purge-service is away. */
class GatewayTest {

    private static final Endpoints PORTS = Endpoints.free();
    private static final URI PAGES = PORTS.pagesUrl();
    private static final List<HttpServer> SERVICES = new ArrayList<>();
    private static final CountDownLatch READ = new CountDownLatch(1);

    private static ExecutorService threads;
    private static HttpClient http;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        http = HttpClient.newHttpClient();
        for (ServiceName service : List.of(ServiceName.CONSENT, ServiceName.INGESTION, ServiceName.INSIGHTS)) {
            SERVICES.add(serve(service));
        }
        gateway = Gateway.start(PORTS.pages(), PORTS.services());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        http.close();
        SERVICES.forEach(server -> server.stop(0));
        threads.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, consent-service",
        "/settings/people?page=2, consent-service",
        "/operations, consent-service",
        "/progress, ingestion-service",
        "/operations/ingestion-service, ingestion-service",
        "/contacts/1%2F2?q=a+b, insights-service"
    })
    void aPageComesFromItsOwnerWithPathAndQueryAsTheyWere(String path, String owner) throws Exception {
        HttpResponse<String> page = get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("from " + owner, "GET " + path);
    }

    @Test
    void theServiceSeesTheHostThatTheBrowserSees() throws Exception {
        String body = get("/settings").body();

        assertThat(body)
                .contains("Host: [" + PAGES.getAuthority() + "]")
                .contains("X-forwarded-host: [" + PAGES.getAuthority() + "]")
                .contains("X-forwarded-proto: [http]");
    }

    @Test
    void whatTheBrowserSaysOfForwardingDoesNotReachTheService() throws Exception {
        HttpResponse<String> page = send(HttpRequest.newBuilder(PAGES.resolve("/settings"))
                .header("X-Forwarded-Host", "pages.example")
                .header("X-Forwarded-Proto", "https"));

        assertThat(page.body()).doesNotContain("pages.example", "https");
    }

    @Test
    void redirectsAndCookiesPassUntouched() throws Exception {
        HttpResponse<String> answer = get("/sign-out");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValue(PAGES + "/signed-out?a=b");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .containsExactlyInAnyOrder("one=1; Path=/; HttpOnly", "two=2; Path=/; SameSite=Lax");
    }

    @Test
    void aFormReachesTheService() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(PAGES.resolve("/settings"))
                .POST(HttpRequest.BodyPublishers.ofString("shared=false")));

        assertThat(answer.body()).contains("POST /settings", "shared=false");
    }

    @Test
    void whatIsStreamedIsNotHeldBack() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(PAGES.resolve("/progress/stream")).build();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("first");
            READ.countDown();
            assertThat(lines.readLine()).isEqualTo("second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/consent", "/q/health", "/settings/../api/v1/consent", "/operations/other"})
    void nothingButPagesIsReached(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no such page.").doesNotContain("from ");
    }

    @Test
    void aServiceThatIsAwayIsSaidToBe() throws Exception {
        HttpResponse<String> answer = get("/deletion/1");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.body()).contains("purge-service, which does not answer at the moment.");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(PAGES + path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpServer serve(ServiceName service) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), PORTS.port(service)), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> echo(service, exchange));
        server.createContext("/sign-out", GatewayTest::redirect);
        server.createContext("/progress/stream", GatewayTest::stream);
        server.start();
        return server;
    }

    private static void echo(ServiceName service, HttpExchange exchange) throws IOException {
        StringBuilder text = new StringBuilder("from " + service.folder() + "\n" + exchange.getRequestMethod() + " "
                + exchange.getRequestURI() + "\n");
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        text.append(name).append(": ").append(values).append('\n'));
        text.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void redirect(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Location", PAGES + "/signed-out?a=b");
            exchange.getResponseHeaders().add("Set-Cookie", "one=1; Path=/; HttpOnly");
            exchange.getResponseHeaders().add("Set-Cookie", "two=2; Path=/; SameSite=Lax");
            exchange.sendResponseHeaders(302, -1);
        }
    }

    /** The second line comes only when the first was read. */
    private static void stream(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("first\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            boolean read = READ.await(20, TimeUnit.SECONDS);
            exchange.getResponseBody().write((read ? "second\n" : "late\n").getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
