/** The owner's side of a deletion: commands in, receipts out, and what remains. */
@NullMarked
package io.rapport.kit.erasure;

import org.jspecify.annotations.NullMarked;
