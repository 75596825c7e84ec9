/** Proof that does not rely on receipts: probing every owner afresh, and the signed certificates. */
@NullMarked
package io.rapport.purge.proof;

import org.jspecify.annotations.NullMarked;
