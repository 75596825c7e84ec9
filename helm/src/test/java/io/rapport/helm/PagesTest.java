package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page is reached at one address, whatever stands in front; nothing else of a service is. */
class PagesTest {

    private static final Path LOCAL_GATEWAY =
            Chart.ROOT.resolve("local/stack/src/main/java/io/rapport/stack/ServiceName.java");
    private static final Pattern LOCAL_SERVICE = Pattern.compile("[A-Z]+\\(\\s*\"([a-z-]+)\",\\s*\\d+,([^)]*)\\)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final String BELOW = "/*";
    private static final List<String> OF_THE_LOOK = List.of("/rapport/*", "/webjars/*", "/_static/*");

    private static final String INGRESS = "azure-cnpg-values.yaml";
    private static final String GATEWAY = "production-values.yaml";

    @TempDir
    Path directory;

    private Chart chart;

    @BeforeEach
    void copy() {
        chart = new Chart(directory);
    }

    @Test
    void anIngressAndAnHttpRouteSendTheSamePathsToTheSameServices() {
        assertThat(ofIngress()).isNotEmpty().isEqualTo(ofHttpRoute());
    }

    @Test
    void theLocalGatewayRoutesAsTheChartDoes() throws IOException {
        Map<String, String> local = new TreeMap<>();
        LOCAL_SERVICE.matcher(Files.readString(LOCAL_GATEWAY)).results().forEach(service -> {
            QUOTED.matcher(service.group(2)).results().forEach(page -> local.put(page.group(1), service.group(1)));
            local.put("/operations/" + service.group(1) + BELOW, service.group(1));
        });
        assertThat(ofHttpRoute()).isEqualTo(local);
    }

    @Test
    void everyPageOfAServiceLeadsToIt() {
        Map<String, String> routes = ofHttpRoute();
        for (String service : Chart.SERVICES) {
            assertThat(pagesOf(service)).isNotEmpty().allSatisfy(page -> {
                assertThat(owner(routes, page.replace(BELOW, ""))).as(page).hasValue(service);
                if (page.endsWith(BELOW)) {
                    assertThat(owner(routes, page.replace("*", "any"))).as(page).hasValue(service);
                }
            });
        }
    }

    @Test
    void noRouteLeadsToAPageThatItsServiceDoesNotHave() {
        ofHttpRoute().forEach((route, service) -> {
            if (!OF_THE_LOOK.contains(route)) {
                assertThat(pagesOf(service)).as(service).contains(route.replace(BELOW, ""));
            }
        });
    }

    /** Programs come by a way of their own, with tokens; what the cluster asks is nobody else's business. */
    @Test
    void nothingButPagesIsReachedAtTheirAddress() {
        Map<String, String> routes = ofHttpRoute();
        assertThat(List.of("/api/v1/consent", "/internal/leases", "/q/metrics", "/q/health", "/settingsx"))
                .allSatisfy(path -> assertThat(owner(routes, path)).isEmpty());
    }

    @Test
    void areNotRoutedUnlessAskedFor() {
        assertThat(chart.render("minimal-values.yaml"))
                .extracting(object -> object.getKind())
                .doesNotContain("Ingress", "HTTPRoute");
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "pages.host | '' | set host",
                "pages.clientId | '' | nobody can sign in",
                "pages.existingSecret | '' | nobody can sign in",
                "pages.gateway.parentRefs | null | parentRefs",
                "pages.ingress.enabled | true | not both",
                "networkPolicy.clients | null | networkPolicy.clients names nobody",
                "pages.host | https://rapport.example | host",
                "pages.grafanaUrl | grafana | grafanaUrl",
            })
    void areRefusedWhereTheyCouldNotWork(String key, String value, String sentence) {
        assertThatThrownBy(() -> chart.template("rapport", GATEWAY, Map.of(key, value)))
                .hasMessageContaining(sentence);
    }

    private Map<String, String> ofIngress() {
        return routes(chart.render(INGRESS).stream()
                .filter(Ingress.class::isInstance)
                .map(Ingress.class::cast)
                .flatMap(ingress -> ingress.getSpec().getRules().stream())
                .flatMap(rule -> rule.getHttp().getPaths().stream())
                .map(path -> Map.entry(
                        path.getPath() + (path.getPathType().equals("Prefix") ? BELOW : ""),
                        path.getBackend().getService().getName())));
    }

    private Map<String, String> ofHttpRoute() {
        return routes(chart.render(GATEWAY).stream()
                .filter(HTTPRoute.class::isInstance)
                .map(HTTPRoute.class::cast)
                .flatMap(route -> route.getSpec().getRules().stream())
                .flatMap(rule -> rule.getMatches().stream()
                        .map(match -> Map.entry(
                                match.getPath().getValue()
                                        + (match.getPath().getType().equals("PathPrefix") ? BELOW : ""),
                                rule.getBackendRefs().getFirst().getName()))));
    }

    private static Map<String, String> routes(Stream<Map.Entry<String, String>> paths) {
        Map<String, String> routes = new TreeMap<>();
        paths.forEach(path -> routes.put(path.getKey(), path.getValue().replace("rapport-", "")));
        return routes;
    }

    /** As Ingress and Gateway API both choose: the longest path that matches by whole segments. */
    private static Optional<String> owner(Map<String, String> routes, String path) {
        return routes.entrySet().stream()
                .filter(route -> matches(route.getKey(), path))
                .max(Comparator.comparingInt(route -> route.getKey().length()))
                .map(Map.Entry::getValue);
    }

    private static boolean matches(String route, String path) {
        String root = route.replace(BELOW, "");
        return path.equals(root) || (route.endsWith(BELOW) && path.startsWith(root + "/"));
    }

    private static List<String> pagesOf(String service) {
        Map<Object, Object> properties =
                new HashMap<>(properties("service-kit/src/main/resources/META-INF/microprofile-config.properties"));
        properties.putAll(properties(service + "/src/main/resources/application.properties"));
        return List.of(String.valueOf(properties.get("rapport.pages.paths"))
                .replace("${quarkus.application.name}", service)
                .split(","));
    }

    private static Properties properties(String file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Chart.ROOT.resolve(file))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
