/** Specifications of consent-service. */
@NullMarked
package io.rapport.consent;

import org.jspecify.annotations.NullMarked;
