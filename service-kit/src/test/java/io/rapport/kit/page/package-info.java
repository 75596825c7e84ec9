/** How pages word things, and which forms they take. */
@NullMarked
package io.rapport.kit.page;

import org.jspecify.annotations.NullMarked;
