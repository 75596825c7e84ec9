@NullMarked
package io.rapport.kit.objective;

import org.jspecify.annotations.NullMarked;
