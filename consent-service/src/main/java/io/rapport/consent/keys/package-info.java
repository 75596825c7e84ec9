/** Custody of the epoch keys: a ring in generations, shredded by re-wrapping. */
@NullMarked
package io.rapport.consent.keys;

import org.jspecify.annotations.NullMarked;
