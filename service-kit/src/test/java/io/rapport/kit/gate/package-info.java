/** Specifications of {@code io.rapport.kit.gate}. */
@NullMarked
package io.rapport.kit.gate;

import org.jspecify.annotations.NullMarked;
