/** A tenant's directory: people, groups, licences, and whose mailbox is whose. */
@NullMarked
package io.rapport.simulator.tenant;

import org.jspecify.annotations.NullMarked;
