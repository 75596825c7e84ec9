/** Images are built, read, unpacked and started. */
@NullMarked
package io.rapport.images;

import org.jspecify.annotations.NullMarked;
