/** The local stack: real parts on loopback, as a test fixture for every module and for the launcher in {@code cli}. */
@NullMarked
package io.rapport.stack;

import org.jspecify.annotations.NullMarked;
