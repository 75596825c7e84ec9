package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches as Jobs: what ingestion-service may do for it, and what a Job may be. */
class JobsTest {

    private static final Path TEMPLATE = Chart.ROOT.resolve("ingestion-service/src/test/resources/jobs/job.yaml");
    private static final String MAKER = "rapport-ingestion-service";
    private static final String PODS = "rapport-ingestion-batch";

    @TempDir
    Path directory;

    private Chart chart;
    private List<HasMetadata> objects;

    @BeforeEach
    void render() {
        chart = new Chart(directory);
        objects = chart.render("jobs-values.yaml");
    }

    /** The template that ingestion-service is given. */
    static Job job(List<HasMetadata> objects) {
        return (Job) Yaml.objects(template(objects)).getFirst();
    }

    private static String template(List<HasMetadata> objects) {
        ConfigMap map = (ConfigMap) objects.stream()
                .filter(object -> object instanceof ConfigMap
                        && object.getMetadata().getName().equals(PODS))
                .findFirst()
                .orElseThrow();
        return Objects.requireNonNull(map.getData().get("job.yaml"));
    }

    /** ingestion-service's own tests fill exactly this. If it was meant to change, write what is rendered to the file. */
    @Test
    void theTemplateIsTheOneThatIngestionServiceIsTestedWith() throws IOException {
        assertThat(Yaml.objects(Files.readString(TEMPLATE))).containsExactly(job(objects));
    }

    @Test
    void theTemplateHoldsOnlyWhatKubernetesKnows() {
        assertThat(UnknownKeys.in(job(objects))).isEmpty();
        assertThat(job(objects).getMetadata().getLabels()).containsEntry("kueue.x-k8s.io/queue-name", "rapport");
    }

    @Test
    void withoutJobsNothingOfThemIsThere() {
        assertThat(chart.template("rapport", "minimal-values.yaml", Map.of()))
                .doesNotContain("ingestion-batch", "RAPPORT_JOBS", "ValidatingAdmissionPolicy", "kind: Role");
    }

    @Test
    void ingestionServiceMayMakeSeeAndDeleteJobsAndNothingElse() {
        assertThat(of(Role.class))
                .singleElement()
                .extracting(Role::getRules, org.assertj.core.api.InstanceOfAssertFactories.list(PolicyRule.class))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.getApiGroups()).containsExactly("batch");
                    assertThat(rule.getResources()).containsExactly("jobs");
                    assertThat(rule.getVerbs()).containsExactlyInAnyOrder("create", "list", "delete");
                });
        assertThat(of(RoleBinding.class))
                .singleElement()
                .satisfies(binding -> assertThat(binding.getSubjects())
                        .singleElement()
                        .matches(subject -> subject.getName().equals(MAKER)));
    }

    /** Whoever may make Jobs may have any Secret of their namespace mounted, if the admission policy should ever be gone. */
    @Test
    void whatOnlyJobsNeedIsInTheirOwnNamespace() {
        assertThat(objects)
                .filteredOn(object -> "rapport-jobs".equals(object.getMetadata().getNamespace()))
                .extracting(HasMetadata::getKind)
                .containsExactlyInAnyOrder("Role", "RoleBinding", "ServiceAccount", "NetworkPolicy", "ConfigMap");
        assertThat(job(objects).getMetadata().getNamespace()).isEqualTo("rapport-jobs");
        assertThat(of(ConfigMap.class))
                .filteredOn(map -> map.getMetadata().getName().equals(MAKER))
                .hasSize(2)
                .extracting(ConfigMap::getData)
                .allSatisfy(data -> assertThat(data)
                        .isEqualTo(of(ConfigMap.class).stream()
                                .filter(map -> map.getMetadata().getName().equals(MAKER))
                                .findFirst()
                                .orElseThrow()
                                .getData())
                        .containsEntry(
                                "RAPPORT_CONSENT_SERVICE_URL", "http://rapport-consent-service.rapport.svc:8080"));
        assertThat(of(RoleBinding.class).getFirst().getSubjects().getFirst().getNamespace())
                .isEqualTo("rapport");
        assertThat(of(ValidatingAdmissionPolicyBinding.class)
                        .getFirst()
                        .getSpec()
                        .getMatchResources()
                        .getNamespaceSelector()
                        .getMatchLabels())
                .containsValue("rapport-jobs");
    }

    @Test
    void withoutANamespaceOfTheirOwnTheyAreInTheReleases() {
        List<HasMetadata> together =
                Yaml.objects(chart.template("rapport", "jobs-values.yaml", Map.of("jobs.namespace", "")));

        assertThat(together)
                .extracting(object -> String.valueOf(object.getMetadata().getNamespace()))
                .containsOnly("null", "rapport");
        assertThat(job(together).getMetadata().getNamespace()).isEqualTo("rapport");
    }

    @Test
    void aPodOfAJobHasAnAccountThatCanDoNothing() {
        assertThat(of(ServiceAccount.class))
                .filteredOn(account -> account.getMetadata().getName().equals(PODS))
                .singleElement()
                .matches(account -> !account.getAutomountServiceAccountToken());
        assertThat(job(objects).getSpec().getTemplate().getSpec().getServiceAccountName())
                .isEqualTo(PODS);
    }

    /** A pod of a Job must not be served, counted or spread as one of ingestion-service. */
    @Test
    void noSelectorOfIngestionServiceFitsAPodOfAJob() {
        Map<String, String> labels =
                job(objects).getSpec().getTemplate().getMetadata().getLabels();
        assertThat(labels).containsEntry("app.kubernetes.io/name", "ingestion-batch");
        assertThat(of(Deployment.class))
                .noneMatch(deployment -> labels.entrySet()
                        .containsAll(deployment
                                .getSpec()
                                .getSelector()
                                .getMatchLabels()
                                .entrySet()));
    }

    @Test
    void aPodOfAJobSeesWhatIngestionServiceSees() {
        var pod = job(objects).getSpec().getTemplate().getSpec().getContainers().getFirst();
        var service = of(Deployment.class).stream()
                .filter(deployment -> deployment.getMetadata().getName().equals(MAKER))
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();

        assertThat(pod.getImage()).isEqualTo(service.getImage());
        assertThat(pod.getEnvFrom()).isEqualTo(service.getEnvFrom());
        assertThat(service.getEnv())
                .as("but for what is the service's alone: making Jobs, and ending with connections open")
                .filteredOn(env -> !env.getName().startsWith("RAPPORT_JOBS_")
                        && !env.getName().equals("QUARKUS_SHUTDOWN_DELAY"))
                .isEqualTo(pod.getEnv());
        assertThat(pod.getArgs()).containsExactly("read-batch");
    }

    @Test
    void whatThePodIsToldIsReadByTheService() throws IOException {
        Set<String> known = ConfigurationKeys.of("ingestion-service").known();
        assertThat(known)
                .contains("RAPPORT_JOBS_TEMPLATE", "RAPPORT_JOBS_AT_A_TIME", "RAPPORT_BATCH_TENANT")
                .contains("RAPPORT_BATCH_EPOCH", "RAPPORT_BATCH_NUMBER", "JOB_COMPLETION_INDEX");
    }

    @Test
    void whoeverCallsAsIngestionServiceDoesFromAPodOfAJobIsLetThrough() {
        List<NetworkPolicy> policies = of(NetworkPolicy.class);
        assertThat(policies)
                .filteredOn(policy -> policy.getMetadata().getName().equals(PODS))
                .singleElement()
                .satisfies(policy -> {
                    assertThat(policy.getSpec().getIngress()).isEmpty();
                    assertThat(callees(policy)).containsExactly("consent-service", "purge-service");
                });
        assertThat(policies)
                .filteredOn(policy -> policy.getMetadata().getName().equals("rapport-batch-calls"))
                .singleElement()
                .satisfies(policy -> assertThat(policy.getSpec()
                                .getPodSelector()
                                .getMatchExpressions()
                                .getFirst()
                                .getValues())
                        .containsExactly("consent-service", "purge-service"));
        assertThat(policies)
                .filteredOn(policy -> policy.getMetadata().getName().equals(MAKER))
                .singleElement()
                .satisfies(policy -> assertThat(callees(policy)).containsExactly("consent-service", "purge-service"));
    }

    private static Set<String> callees(NetworkPolicy policy) {
        return policy.getSpec().getEgress().stream()
                .flatMap(rule -> rule.getTo().stream())
                .filter(peer -> peer.getPodSelector() != null)
                .map(peer -> peer.getPodSelector().getMatchLabels().get("app.kubernetes.io/name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatIngestionServiceMayMakeOfAJobIsPinned() {
        ValidatingAdmissionPolicy policy = of(ValidatingAdmissionPolicy.class).getFirst();
        assertThat(of(ValidatingAdmissionPolicyBinding.class)).singleElement().satisfies(binding -> {
            assertThat(binding.getSpec().getPolicyName())
                    .isEqualTo(policy.getMetadata().getName());
            assertThat(binding.getSpec().getValidationActions()).containsExactly("Deny");
        });
        assertThat(policy.getSpec().getFailurePolicy()).isEqualTo("Fail");
        assertThat(policy.getSpec().getMatchConditions())
                .singleElement()
                .satisfies(condition ->
                        assertThat(condition.getExpression()).contains("system:serviceaccount:rapport:" + MAKER));
        String rules = policy.getSpec().getValidations().stream()
                .map(validation -> validation.getExpression())
                .collect(Collectors.joining("\n"));
        assertThat(rules)
                .contains("'registry.example/rapport/ingestion-service:0.1.0'")
                .contains("serviceAccountName == '" + PODS + "'");
        assertThat(Stream.of("rapport-graph", "rapport-oidc", "ingestion-service-database"))
                .allSatisfy(secret -> assertThat(rules).contains("'" + secret + "'"));
        assertThat(secrets()).allSatisfy(secret -> assertThat(rules).contains("'" + secret + "'"));
    }

    private Set<String> secrets() {
        return job(objects).getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                .filter(env -> env.getValueFrom() != null)
                .map((EnvVar env) -> env.getValueFrom().getSecretKeyRef().getName())
                .collect(Collectors.toSet());
    }

    private <T extends HasMetadata> List<T> of(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
