/** What was once published stays readable. */
@NullMarked
package io.rapport.contracts;

import org.jspecify.annotations.NullMarked;
