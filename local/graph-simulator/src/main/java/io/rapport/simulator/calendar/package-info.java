/** Calendar entries, occurrences already expanded. */
@NullMarked
package io.rapport.simulator.calendar;

import org.jspecify.annotations.NullMarked;
