/** Who knows whom: colleagues ranked by the strength of their tie, paths through a company, and what a colleague hides. */
@NullMarked
package io.rapport.insights.acquaintance;

import org.jspecify.annotations.NullMarked;
