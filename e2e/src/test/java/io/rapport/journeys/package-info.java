/** Promises that are only true across all four services, told over real processes. */
@NullMarked
package io.rapport.journeys;

import org.jspecify.annotations.NullMarked;
