/** Whose mailboxes may be shown now: asked before every read and again just before the answer leaves. */
@NullMarked
package io.rapport.insights.visibility;

import org.jspecify.annotations.NullMarked;
