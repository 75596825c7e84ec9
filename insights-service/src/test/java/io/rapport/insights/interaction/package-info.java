/** Specifies what becomes of a record. */
@NullMarked
package io.rapport.insights.interaction;

import org.jspecify.annotations.NullMarked;
