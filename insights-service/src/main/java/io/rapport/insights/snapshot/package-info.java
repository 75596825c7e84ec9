/** A nightly copy of each epoch's partitions in the backup store, sealed with the epoch's own key. */
@NullMarked
package io.rapport.insights.snapshot;

import org.jspecify.annotations.NullMarked;
