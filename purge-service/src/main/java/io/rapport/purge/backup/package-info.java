/** Backups: how long they live at worst, their expiry, and whether any of an epoch is left. */
@NullMarked
package io.rapport.purge.backup;

import org.jspecify.annotations.NullMarked;
