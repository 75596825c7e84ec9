/** Messages as a mailbox holds them. */
@NullMarked
package io.rapport.simulator.mail;

import org.jspecify.annotations.NullMarked;
