/** Specifications of {@code io.rapport.kit.time}. */
@NullMarked
package io.rapport.kit.time;

import org.jspecify.annotations.NullMarked;
