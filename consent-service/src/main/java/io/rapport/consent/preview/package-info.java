/** What a decision would do, before it is made. Nothing here changes anything. */
@NullMarked
package io.rapport.consent.preview;

import org.jspecify.annotations.NullMarked;
