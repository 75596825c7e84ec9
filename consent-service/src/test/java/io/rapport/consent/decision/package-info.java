/** Specifications of {@code io.rapport.consent.decision}. */
@NullMarked
package io.rapport.consent.decision;

import org.jspecify.annotations.NullMarked;
