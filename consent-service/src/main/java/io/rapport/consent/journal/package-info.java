/** Who decided what and when: append-only and hash-chained. */
@NullMarked
package io.rapport.consent.journal;

import org.jspecify.annotations.NullMarked;
