/** The parts that are not ours: PostgreSQL, a Kafka broker and a token issuer, each from Maven artifacts alone. */
@NullMarked
package io.rapport.stack.part;

import org.jspecify.annotations.NullMarked;
