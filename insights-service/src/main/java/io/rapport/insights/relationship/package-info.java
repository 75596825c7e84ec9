/** Figures and health of a relationship, as pure functions over stored facts, and the endpoints that show them. */
@NullMarked
package io.rapport.insights.relationship;

import org.jspecify.annotations.NullMarked;
