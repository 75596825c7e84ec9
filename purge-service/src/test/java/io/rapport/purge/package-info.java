/** The rules every service keeps. */
@NullMarked
package io.rapport.purge;

import org.jspecify.annotations.NullMarked;
