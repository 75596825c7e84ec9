/** Every legal and illegal move, and the whole service on real parts. */
@NullMarked
package io.rapport.purge.deletion;

import org.jspecify.annotations.NullMarked;
