/** Specifies insights-service as a whole, over real parts. */
@NullMarked
package io.rapport.insights;

import org.jspecify.annotations.NullMarked;
