/** Being ready for requests: asked about from outside, and taken back in time before the end. */
@NullMarked
package io.rapport.kit.ready;

import org.jspecify.annotations.NullMarked;
