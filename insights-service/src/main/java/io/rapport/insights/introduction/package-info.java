/** Who knows whom: which colleagues know an outside person best, and why. */
@NullMarked
package io.rapport.insights.introduction;

import org.jspecify.annotations.NullMarked;
