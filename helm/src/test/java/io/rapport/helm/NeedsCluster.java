package io.rapport.helm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Runs against the cluster of {@code RAPPORT_TEST_KUBECONFIG}, which is written to; skipped without one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfEnvironmentVariable(
        named = "RAPPORT_TEST_KUBECONFIG",
        matches = ".+",
        disabledReason = "RAPPORT_TEST_KUBECONFIG names no cluster that may be written to.")
@interface NeedsCluster {}
