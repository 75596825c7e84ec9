/** Specifications of {@code io.rapport.consent.erasure}. */
@NullMarked
package io.rapport.consent.erasure;

import org.jspecify.annotations.NullMarked;
