/** The topic of sealed records: whether the broker has let go of everything from before an instant. */
@NullMarked
package io.rapport.purge.topic;

import org.jspecify.annotations.NullMarked;
