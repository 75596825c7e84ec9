/** A change that is sent twice under one Idempotency-Key happens once and gets the same answer, for 24 hours. */
@NullMarked
package io.rapport.consent.idempotency;

import org.jspecify.annotations.NullMarked;
