/** Checks a deletion certificate offline: nothing but the file and the signing keys. */
@NullMarked
package io.rapport.stack.cli.proof;

import org.jspecify.annotations.NullMarked;
