/** What the administrator's form understands, and who gets to see a page at all. */
@NullMarked
package io.rapport.consent.page;

import org.jspecify.annotations.NullMarked;
