/** Takes folded units from Kafka and replaces their rows, in one transaction with the offset. */
@NullMarked
package io.rapport.insights.interaction;

import org.jspecify.annotations.NullMarked;
