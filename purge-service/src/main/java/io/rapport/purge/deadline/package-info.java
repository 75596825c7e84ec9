/** How much of a deadline is left, when to warn, and the numbers operators are paged by. */
@NullMarked
package io.rapport.purge.deadline;

import org.jspecify.annotations.NullMarked;
