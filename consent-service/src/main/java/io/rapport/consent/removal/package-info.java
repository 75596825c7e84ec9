/** Mailboxes taken out of an epoch that goes on: what purge-service opens cases for. */
@NullMarked
package io.rapport.consent.removal;

import org.jspecify.annotations.NullMarked;
