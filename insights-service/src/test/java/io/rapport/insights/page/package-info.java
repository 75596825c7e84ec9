/** Specifies what pages say. */
@NullMarked
package io.rapport.insights.page;

import org.jspecify.annotations.NullMarked;
