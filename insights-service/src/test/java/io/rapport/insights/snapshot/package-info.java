/** Specifies the sealed format. */
@NullMarked
package io.rapport.insights.snapshot;

import org.jspecify.annotations.NullMarked;
