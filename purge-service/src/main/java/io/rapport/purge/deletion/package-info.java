/** One deletion case's life: its states, its audited history, what drives it, and its REST view. */
@NullMarked
package io.rapport.purge.deletion;

import org.jspecify.annotations.NullMarked;
