/** Specifications of {@code io.rapport.consent.keys}. */
@NullMarked
package io.rapport.consent.keys;

import org.jspecify.annotations.NullMarked;
