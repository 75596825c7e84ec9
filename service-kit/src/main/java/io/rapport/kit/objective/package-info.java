/** What a service promises its callers, counted so that Prometheus can hold it to that. */
@NullMarked
package io.rapport.kit.objective;

import org.jspecify.annotations.NullMarked;
