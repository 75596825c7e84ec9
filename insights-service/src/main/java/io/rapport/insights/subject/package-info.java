/** Outside people's rights: what is held about them, its erasure, and staying out. */
@NullMarked
package io.rapport.insights.subject;

import org.jspecify.annotations.NullMarked;
