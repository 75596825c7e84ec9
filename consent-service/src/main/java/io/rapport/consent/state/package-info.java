/** What the other services ask: the state of consent since a revision, and epoch keys. */
@NullMarked
package io.rapport.consent.state;

import org.jspecify.annotations.NullMarked;
