/** Who is calling, from the token and from nothing else. */
@NullMarked
package io.rapport.kit.identity;

import org.jspecify.annotations.NullMarked;
