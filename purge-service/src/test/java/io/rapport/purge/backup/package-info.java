/** Budget and folder of backups. */
@NullMarked
package io.rapport.purge.backup;

import org.jspecify.annotations.NullMarked;
