/** The clock and nothing else. */
@NullMarked
package io.rapport.kit.time;

import org.jspecify.annotations.NullMarked;
