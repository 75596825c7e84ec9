/** Asking a colleague for an introduction, and what became of it. */
@NullMarked
package io.rapport.insights.introduction;

import org.jspecify.annotations.NullMarked;
