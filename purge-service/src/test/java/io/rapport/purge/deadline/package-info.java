/** Deadlines at the edges. */
@NullMarked
package io.rapport.purge.deadline;

import org.jspecify.annotations.NullMarked;
