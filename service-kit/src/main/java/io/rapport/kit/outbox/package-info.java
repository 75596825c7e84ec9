/** Events leave with the transaction that made them true. */
@NullMarked
package io.rapport.kit.outbox;

import org.jspecify.annotations.NullMarked;
