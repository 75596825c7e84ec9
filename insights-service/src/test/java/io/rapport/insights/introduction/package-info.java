/** Specifies who knows whom. */
@NullMarked
package io.rapport.insights.introduction;

import org.jspecify.annotations.NullMarked;
