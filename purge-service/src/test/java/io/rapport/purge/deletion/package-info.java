/** Specifications of {@code io.rapport.purge.deletion}. */
@NullMarked
package io.rapport.purge.deletion;

import org.jspecify.annotations.NullMarked;
