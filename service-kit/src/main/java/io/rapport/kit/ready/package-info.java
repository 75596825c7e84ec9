/** Asking from outside whether services are ready. */
@NullMarked
package io.rapport.kit.ready;

import org.jspecify.annotations.NullMarked;
