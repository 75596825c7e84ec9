/** The architecture rules, applied by every module's tests. */
@NullMarked
package io.rapport.kit.architecture;

import org.jspecify.annotations.NullMarked;
