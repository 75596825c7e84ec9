package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The chart's life in a real cluster: upgraded from the version before on the ground that {@code k8s} lays, upgraded to other
 * values, rolled back, taken away. What is looked at is what the API server and the controllers make of it: pods that Pod Security and the quotas admit, what each
 * ServiceAccount may do, Jobs that ingestion-service may not make. Its images are nowhere, so no pod gets to run. In order.
 */
@NeedsCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReleaseIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String HERE = "rapport";
    private static final String JOBS = "rapport-jobs";
    private static final String INGESTION = "rapport-ingestion-service";
    /** Packaged as it was; the next version puts this one in its place. */
    private static final String BEFORE = "src/test/resources/released/rapport-0.1.0.tgz";

    private Map<String, String> identitiesBefore = Map.of();

    @BeforeAll
    void install() {
        assertThat(Cluster.HELM.isInstalled()).as("Helm is installed").isTrue();
        Cluster.layGrounds();
        ObjectNode values = values();
        ((ObjectNode) values.get("jobs")).remove("namespace");
        helm("install", BEFORE, values);
        identitiesBefore = identities();
        helm("upgrade", Chart.SOURCE.toString(), values());
    }

    @AfterAll
    void clear() {
        Cluster.HELM.run("uninstall", HERE, "--namespace=" + HERE, "--ignore-not-found", "--wait");
        Cluster.clearGrounds();
    }

    /** What cannot be changed in place, a selector, a Service's address, would have refused the upgrade or cost a gap. */
    @Test
    @Order(1)
    void whatTheVersionBeforeMadeIsUpgradedInPlace() throws IOException {
        assertThat(identities()).isEqualTo(identitiesBefore).hasSize(2 * Chart.SERVICES.size());
        assertThat(list("deployments", HERE))
                .extracting(deployment ->
                        deployment.at("/metadata/labels/helm.sh~1chart").asText())
                .containsOnly("rapport-"
                        + Yaml.read(Chart.SOURCE.resolve("Chart.yaml"))
                                .get("version")
                                .asText());
    }

    @Test
    @Order(1)
    void itsPodsAreAdmittedUnderPodSecurityAndQuotas() {
        await("each Deployment has its new pods")
                .atMost(PATIENCE)
                .until(() -> list("deployments", HERE).stream()
                        .allMatch(deployment -> deployment
                                                .at("/status/updatedReplicas")
                                                .asInt()
                                        == deployment.at("/spec/replicas").asInt()
                                && condition(deployment, "ReplicaFailure").isEmpty()));
        assertThat(list("deployments", HERE))
                .extracting(ReleaseIT::name)
                .containsExactlyInAnyOrder(Chart.SERVICES.stream()
                        .map(service -> "rapport-" + service)
                        .toArray(String[]::new));
    }

    @Test
    @Order(2)
    void aPodThatIsLessCarefulIsNot() {
        Program.Ending ending = Cluster.KUBECTL.run(
                "run", "careless", "--image=registry.example/careless:1", "--namespace=" + HERE, "--dry-run=server");

        assertThat(ending.code()).isNotZero();
        assertThat(ending.errors()).contains("violates PodSecurity \"restricted");
    }

    @Test
    @Order(3)
    void eachAccountMayDoWhatItNeedsAndNothingElse() {
        for (String service : Chart.SERVICES) {
            assertThat(rights(HERE + ":rapport-" + service, HERE)).as(service).isEmpty();
        }
        assertThat(rights(HERE + ":" + INGESTION, JOBS)).containsExactly("batch/jobs create delete list");
        assertThat(rights(JOBS + ":rapport-ingestion-batch", JOBS))
                .as("the pods of Jobs")
                .isEmpty();
        assertThat(rights(JOBS + ":rapport-ingestion-batch", HERE)).isEmpty();
    }

    @Test
    @Order(4)
    void ingestionServiceMakesJobsWhosePodsAreAdmittedAndDeletesThemWithTheirPods() {
        asIngestionService(job(), "create", "-f", "-").assertGood();

        await("a pod for each of the first shards")
                .atMost(PATIENCE)
                .until(() -> list("pods", JOBS).size()
                        == job().at("/spec/parallelism").asInt());
        assertThat(list("pods", JOBS))
                .extracting(pod -> pod.at("/metadata/labels/batch.kubernetes.io~1job-completion-index")
                        .asText())
                .containsExactlyInAnyOrder("0", "1");

        asIngestionService(
                        job(),
                        "delete",
                        "--cascade=foreground",
                        "--wait=false",
                        "--namespace=" + JOBS,
                        "job",
                        name(job()))
                .assertGood();
        await("the pods go, and then the Job")
                .atMost(PATIENCE)
                .until(() -> list("jobs", JOBS).isEmpty());
        assertThat(list("pods", JOBS)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Order(5)
    void ingestionServiceMakesNoJobOf(String what, String why, Consumer<ObjectNode> change) {
        ObjectNode job = job();
        change.accept((ObjectNode) job.at("/spec/template/spec"));

        Program.Ending ending = asIngestionService(job, "create", "--dry-run=server", "-f", "-");

        assertThat(ending.code()).isNotZero();
        assertThat(ending.errors()).contains(why);
    }

    static List<Arguments> ingestionServiceMakesNoJobOf() {
        return List.of(
                refused(
                        "another image",
                        "the release's image",
                        pod -> container(pod).put("image", "registry.example/another:1")),
                refused(
                        "another command",
                        "read-batch",
                        pod -> container(pod).putArray("command").add("sh")),
                refused(
                        "another account",
                        "ServiceAccount of batches",
                        pod -> pod.put("serviceAccountName", INGESTION)),
                refused("a token", "no token", pod -> pod.put("automountServiceAccountToken", true)),
                refused(
                        "a Secret that is not the batches'",
                        "no Secret but",
                        pod -> container(pod)
                                .withArray("envFrom")
                                .addObject()
                                .putObject("secretRef")
                                .put("name", "rapport-root-key")));
    }

    private static Arguments refused(String what, String why, Consumer<ObjectNode> change) {
        return Arguments.of(what, why, change);
    }

    @Test
    @Order(6)
    void anUpgradeReplacesWhatChangedAndARollbackBringsItBack() {
        Set<String> before = templates();

        helm(
                "upgrade",
                Chart.SOURCE.toString(),
                values(),
                "--set=services.insights-service.replicas=3",
                "--set=image.tag=9.9.9");
        await("new pods of the new image")
                .atMost(PATIENCE)
                .until(() -> list("pods", HERE).stream()
                        .map(pod -> pod.at("/spec/containers/0/image").asText())
                        .anyMatch(image -> image.endsWith(":9.9.9")));
        assertThat(templates()).doesNotContainAnyElementsOf(before);
        assertThat(list("deployments", HERE))
                .filteredOn(deployment -> name(deployment).equals("rapport-insights-service"))
                .extracting(deployment -> deployment.at("/spec/replicas").asInt())
                .containsExactly(3);

        Cluster.HELM.run("rollback", HERE, "2", "--namespace=" + HERE).assertGood();
        assertThat(templates()).isEqualTo(before);
    }

    @Test
    @Order(7)
    void nothingIsLeftOnceItIsUninstalled() {
        List<String> kinds = kinds();
        assertThat(ofRelease(kinds)).as("what there is to be taken away").hasSizeGreaterThan(20);

        Cluster.HELM.run("uninstall", HERE, "--namespace=" + HERE).assertGood();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ofRelease(kinds)).isEmpty());
    }

    private static void helm(String verb, String chart, JsonNode values, String... more) {
        List<String> arguments = new ArrayList<>(List.of(verb, HERE, chart, "--namespace=" + HERE, "--values=-"));
        arguments.addAll(List.of(more));
        Cluster.HELM
                .runWith(values.toString(), arguments.toArray(String[]::new))
                .assertGood();
    }

    /** Without Kueue, for nobody would look at the label. */
    private static ObjectNode values() {
        ObjectNode values = (ObjectNode)
                Yaml.readWhole(Chart.SOURCE.resolve("ci/jobs-values.yaml")).getFirst();
        ((ObjectNode) values.get("jobs")).remove("kueueQueue");
        return values;
    }

    /** What the chart gives to ingestion-service to fill, filled for a batch of four shards. */
    private static ObjectNode job() {
        String template = json("get", "configmap", "rapport-ingestion-batch", "--namespace=" + HERE)
                .at("/data/job.yaml")
                .asText();
        ObjectNode job = (ObjectNode) Yaml.trees(template).getFirst();
        ((ObjectNode) job.get("spec")).put("completions", 4);
        return job;
    }

    private static ObjectNode container(ObjectNode pod) {
        return (ObjectNode) pod.at("/containers/0");
    }

    private static Program.Ending asIngestionService(JsonNode input, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--as=system:serviceaccount:" + HERE + ":" + INGESTION));
        all.addAll(List.of(arguments));
        return Cluster.KUBECTL.runWith(input.toString(), all.toArray(String[]::new));
    }

    /** What an account may do in a namespace, but for asking what it may do. */
    private static List<String> rights(String account, String namespace) {
        String review = """
                {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview", "spec": {"namespace": "%s"}}""".formatted(namespace);
        Program.Ending ending = Cluster.KUBECTL
                .runWith(
                        review,
                        "create",
                        "--validate=false",
                        "--output=json",
                        "--as=system:serviceaccount:" + account,
                        "-f",
                        "-")
                .assertGood();
        return stream(Yaml.trees(ending.output()).getFirst().at("/status/resourceRules"))
                .map(rule -> texts(rule.get("apiGroups")) + "/" + texts(rule.get("resources")) + " "
                        + texts(rule.get("verbs")))
                .filter(right ->
                        !right.startsWith("authentication.k8s.io/") && !right.startsWith("authorization.k8s.io/"))
                .sorted()
                .toList();
    }

    private static String texts(JsonNode array) {
        return stream(array).map(JsonNode::asText).sorted().collect(Collectors.joining(" "));
    }

    /** Of what must outlive an upgrade: it is the same object as long as its identity is. */
    private static Map<String, String> identities() {
        return Stream.of("deployments", "services")
                .flatMap(kind -> list(kind, HERE).stream().map(object -> Map.entry(kind + "/" + name(object), object)))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().at("/metadata/uid").asText()));
    }

    /** Which template the pods of each Deployment are made by now. */
    private static Set<String> templates() {
        return list("deployments", HERE).stream()
                .map(deployment -> name(deployment) + deployment.at("/spec/template"))
                .collect(Collectors.toSet());
    }

    /** Every kind that can be listed, but for those that controllers keep about others. */
    private static List<String> kinds() {
        return Cluster.KUBECTL
                .run("api-resources", "--verbs=list", "--output=name")
                .assertGood()
                .output()
                .lines()
                .filter(kind -> !kind.startsWith("events") && !kind.startsWith("componentstatuses"))
                .toList();
    }

    private static List<String> ofRelease(List<String> kinds) {
        return Cluster.KUBECTL
                .run(
                        "get",
                        String.join(",", kinds),
                        "--all-namespaces",
                        "--selector=app.kubernetes.io/instance=" + HERE,
                        "--output=name")
                .assertGood()
                .output()
                .lines()
                .toList();
    }

    private static List<JsonNode> list(String kind, String namespace) {
        return stream(json("get", kind, "--namespace=" + namespace).get("items"))
                .toList();
    }

    private static JsonNode json(String... arguments) {
        String output = Cluster.KUBECTL
                .run(Stream.concat(Stream.of(arguments), Stream.of("--output=json"))
                        .toArray(String[]::new))
                .assertGood()
                .output();
        return Yaml.trees(output).getFirst();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    private static List<JsonNode> condition(JsonNode object, String type) {
        return stream(object.at("/status/conditions"))
                .filter(condition -> condition.path("type").asText().equals(type)
                        && condition.path("status").asText().equals("True"))
                .toList();
    }
}
