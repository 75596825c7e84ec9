/** Who is who, sealed: the only tables in which addresses and names stand, found by a blind index. */
@NullMarked
package io.rapport.insights.vault;

import org.jspecify.annotations.NullMarked;
