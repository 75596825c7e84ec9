/** Specifies the figures and the formula. */
@NullMarked
package io.rapport.insights.relationship;

import org.jspecify.annotations.NullMarked;
