/** What tests of the owners of data have in common. */
@NullMarked
package io.rapport.kit.erasure;

import org.jspecify.annotations.NullMarked;
