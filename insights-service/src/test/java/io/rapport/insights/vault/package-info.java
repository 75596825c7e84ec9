/** Tests of the identity vault. */
@NullMarked
package io.rapport.insights.vault;

import org.jspecify.annotations.NullMarked;
