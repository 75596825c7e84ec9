package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Variable;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The admission policy's expressions, evaluated as the language has it: what ingestion-service may make of a Job. */
class AdmissionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cel cel = CelFactory.standardCelBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("object", SimpleType.DYN)
            .addVar("variables", SimpleType.DYN)
            .addVar("request", SimpleType.DYN)
            .build();

    @TempDir
    Path directory;

    private List<HasMetadata> objects;
    private ValidatingAdmissionPolicy policy;

    @BeforeEach
    void render() {
        objects = new Chart(directory).render("jobs-values.yaml");
        policy = policy(objects);
    }

    private static ValidatingAdmissionPolicy policy(List<HasMetadata> objects) {
        return (ValidatingAdmissionPolicy) objects.stream()
                .filter(ValidatingAdmissionPolicy.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theTemplatesJobIsAdmitted() {
        assertThat(refusals(JobsTest.job(objects))).isEmpty();
    }

    /** With workload identity a batch's pod shows the login host a token of its own, and nobody else one. */
    @Test
    void aTokenIsAdmittedForTheLoginHostOnly() {
        Map<String, String> choices = Map.of("workloadIdentity.enabled", "true", "graph.existingSecret", "");
        objects = Yaml.objects(new Chart(directory.resolve("other")).template("rapport", "jobs-values.yaml", choices));
        policy = policy(objects);
        Job job = JobsTest.job(objects);

        assertThat(refusals(job)).isEmpty();
        job.getSpec().getTemplate().getSpec().getVolumes().stream()
                .map(Volume::getProjected)
                .filter(Objects::nonNull)
                .forEach(projected -> projected
                        .getSources()
                        .getFirst()
                        .getServiceAccountToken()
                        .setAudience("https://kubernetes.default.svc"));
        assertThat(refusals(job)).singleElement().asString().contains("tokens for the login host");
    }

    @Test
    void onlyJobsOfIngestionServiceAreLookedAt() {
        String condition = policy.getSpec().getMatchConditions().getFirst().getExpression();

        assertThat(evaluate(condition, request("rapport-ingestion-service"))).isTrue();
        assertThat(evaluate(condition, request("rapport-purge-service"))).isFalse();
    }

    private static Map<String, Object> request(String account) {
        return Map.of("request", Map.of("userInfo", Map.of("username", "system:serviceaccount:rapport:" + account)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void itIsRefused(String what, UnaryOperator<PodSpecBuilder> change, String why) {
        Job job = JobsTest.job(objects);
        PodSpecBuilder pod = new PodSpecBuilder(job.getSpec().getTemplate().getSpec());
        Job changed = new JobBuilder(job)
                .editSpec()
                .editTemplate()
                .withSpec(change.apply(pod).build())
                .endTemplate()
                .endSpec()
                .build();

        assertThat(refusals(changed)).singleElement().asString().contains(why);
    }

    static Stream<Arguments> itIsRefused() {
        return Stream.of(
                refused(
                        "another image",
                        pod -> pod.editFirstContainer().withImage("busybox").endContainer(),
                        "image"),
                refused(
                        "another command",
                        pod -> pod.editFirstContainer().withCommand("sh").endContainer(),
                        "read-batch"),
                refused(
                        "other arguments",
                        pod -> pod.editFirstContainer().withArgs("serve").endContainer(),
                        "read-batch"),
                refused(
                        "the service's own account",
                        pod -> pod.withServiceAccountName("rapport-ingestion-service"),
                        "token"),
                refused("a token", pod -> pod.withAutomountServiceAccountToken(true), "token"),
                refused("the node's network", pod -> pod.withHostNetwork(true), "apart from its node"),
                refused(
                        "a process before",
                        pod -> pod.withInitContainers(
                                new ContainerBuilder().withName("before").build()),
                        "one container"),
                refused("no security context", pod -> pod.withSecurityContext(null), "ordinary user"),
                refused(
                        "privileges",
                        pod -> pod.editFirstContainer()
                                .editSecurityContext()
                                .withPrivileged(true)
                                .endSecurityContext()
                                .endContainer(),
                        "no privilege"),
                refused(
                        "root",
                        pod -> pod.editFirstContainer()
                                .editSecurityContext()
                                .withRunAsUser(0L)
                                .endSecurityContext()
                                .endContainer(),
                        "no privilege"),
                refused(
                        "a Secret as a volume",
                        pod -> pod.addToVolumes(new VolumeBuilder()
                                .withName("key")
                                .withNewSecret()
                                .withSecretName("rapport-root-key")
                                .endSecret()
                                .build()),
                        "empty directories"),
                refused(
                        "another Secret in the environment",
                        pod -> pod.editFirstContainer()
                                .addToEnv(new EnvVarBuilder()
                                        .withName("KEY")
                                        .withNewValueFrom()
                                        .withNewSecretKeyRef("root", "rapport-root-key", false)
                                        .endValueFrom()
                                        .build())
                                .endContainer(),
                        "no Secret but"),
                refused(
                        "a whole Secret in the environment",
                        pod -> pod.editFirstContainer()
                                .addNewEnvFrom()
                                .withNewSecretRef("rapport-root-key", false)
                                .endEnvFrom()
                                .endContainer(),
                        "no Secret but"));
    }

    private static Arguments refused(String what, UnaryOperator<PodSpecBuilder> change, String why) {
        return Arguments.of(what, change, why);
    }

    /** @return the messages of all rules that it breaks */
    private List<String> refusals(Job job) {
        Map<String, Object> known = new HashMap<>();
        known.put("object", JSON.convertValue(job, new TypeReference<Map<String, Object>>() {}));
        Map<String, Object> variables = new HashMap<>();
        known.put("variables", variables);
        for (Variable variable : policy.getSpec().getVariables()) {
            variables.put(variable.getName(), value(variable.getExpression(), known));
        }
        return policy.getSpec().getValidations().stream()
                .filter(rule -> !evaluate(rule.getExpression(), known))
                .map(rule -> rule.getMessage())
                .toList();
    }

    private boolean evaluate(String expression, Map<String, Object> known) {
        return (boolean) value(expression, known);
    }

    private Object value(String expression, Map<String, Object> known) {
        try {
            return cel.createProgram(cel.compile(expression).getAst()).eval(known);
        } catch (CelException e) {
            throw new IllegalStateException(expression, e);
        }
    }
}
