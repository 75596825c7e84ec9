/** Insights: keeps folded units per consent epoch and answers relationship analytics and who knows whom. */
@NullMarked
package io.rapport.insights;

import org.jspecify.annotations.NullMarked;
