/** purge-service: the two deletion deadlines, enforced and proven. */
@NullMarked
package io.rapport.purge;

import org.jspecify.annotations.NullMarked;
