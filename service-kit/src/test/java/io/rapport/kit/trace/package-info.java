/** One trace over events, without anything personal. */
@NullMarked
package io.rapport.kit.trace;

import org.jspecify.annotations.NullMarked;
