/** Specifications of {@code io.rapport.kit.keys}. */
@NullMarked
package io.rapport.kit.keys;

import org.jspecify.annotations.NullMarked;
