/** Whose mailbox is read and shown: excluded groups, each person's own switch, and the effective answer. */
@NullMarked
package io.rapport.consent.sharing;

import org.jspecify.annotations.NullMarked;
