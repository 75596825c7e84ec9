/** The chart and the manifests, held against Helm itself, Kubernetes' types and the services' own configuration. */
@NullMarked
package io.rapport.helm;

import org.jspecify.annotations.NullMarked;
