/** Specifications of {@code io.rapport.insights.erasure}. */
@NullMarked
package io.rapport.insights.erasure;

import org.jspecify.annotations.NullMarked;
