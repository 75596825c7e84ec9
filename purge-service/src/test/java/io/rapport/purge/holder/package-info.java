/** Backing off. */
@NullMarked
package io.rapport.purge.holder;

import org.jspecify.annotations.NullMarked;
