/** Specifications of {@code io.rapport.consent.eligibility}. */
@NullMarked
package io.rapport.consent.eligibility;

import org.jspecify.annotations.NullMarked;
