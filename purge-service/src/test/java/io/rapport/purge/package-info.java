/** Specifications of purge-service. */
@NullMarked
package io.rapport.purge;

import org.jspecify.annotations.NullMarked;
