/** Specifications of {@code io.rapport.purge.backup}. */
@NullMarked
package io.rapport.purge.topic;

import org.jspecify.annotations.NullMarked;
