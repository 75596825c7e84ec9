/** Specifications of {@code io.rapport.purge.proof}. */
@NullMarked
package io.rapport.purge.proof;

import org.jspecify.annotations.NullMarked;
