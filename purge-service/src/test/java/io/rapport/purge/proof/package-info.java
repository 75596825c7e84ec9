/** Verdicts and certificates, changed and unchanged. */
@NullMarked
package io.rapport.purge.proof;

import org.jspecify.annotations.NullMarked;
