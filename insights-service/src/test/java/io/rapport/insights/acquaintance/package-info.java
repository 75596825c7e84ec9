/** Specifies who knows whom. */
@NullMarked
package io.rapport.insights.acquaintance;

import org.jspecify.annotations.NullMarked;
