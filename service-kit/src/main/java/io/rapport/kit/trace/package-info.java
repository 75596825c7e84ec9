/** One trace over HTTP, outbox and Kafka; and nothing personal in it. */
@NullMarked
package io.rapport.kit.trace;

import org.jspecify.annotations.NullMarked;
