package io.rapport.helm;

import java.util.Objects;

/** The cluster of {@code RAPPORT_TEST_KUBECONFIG}, as its administrator sees it. */
final class Cluster {

    private static final String KUBECONFIG =
            "--kubeconfig=" + Objects.requireNonNullElse(System.getenv("RAPPORT_TEST_KUBECONFIG"), "");

    static final Program KUBECTL = Program.of("kubectl", KUBECONFIG);
    static final Program HELM = Program.of("helm", KUBECONFIG);

    private Cluster() {}
}
