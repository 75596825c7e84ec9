/** The tenant's consent: grant, amend, withdraw, and the epoch they open and close. */
@NullMarked
package io.rapport.consent.decision;

import org.jspecify.annotations.NullMarked;
