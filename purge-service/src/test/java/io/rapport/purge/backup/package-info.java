/** Specifications of {@code io.rapport.purge.backup}. */
@NullMarked
package io.rapport.purge.backup;

import org.jspecify.annotations.NullMarked;
