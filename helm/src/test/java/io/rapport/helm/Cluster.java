package io.rapport.helm;

import java.util.List;
import java.util.Objects;

/** The cluster of {@code RAPPORT_TEST_KUBECONFIG}, as its administrator sees it. */
final class Cluster {

    private static final String KUBECONFIG =
            "--kubeconfig=" + Objects.requireNonNullElse(System.getenv("RAPPORT_TEST_KUBECONFIG"), "");

    static final Program KUBECTL = Program.of("kubectl", KUBECONFIG);
    static final Program HELM = Program.of("helm", KUBECONFIG);

    private static final List<String> GROUNDS = List.of("base", "jobs");

    private Cluster() {}

    /** What must be there before the chart, from {@code k8s}. */
    static void layGrounds() {
        GROUNDS.forEach(ground -> KUBECTL.run("apply", "-k", folder(ground)).assertGood());
    }

    static void clearGrounds() {
        GROUNDS.reversed().forEach(ground -> KUBECTL.run("delete", "--ignore-not-found", "-k", folder(ground)));
    }

    private static String folder(String ground) {
        return new Kustomization(ground).folder().toString();
    }
}
