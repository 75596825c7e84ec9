/** Container images of the packaged services, from nothing but the JDK and the C library of the machine that builds. */
@NullMarked
package io.rapport.images;

import org.jspecify.annotations.NullMarked;
