/** The epochs this store holds: their partitions, and the floor below which nothing is written any more. */
@NullMarked
package io.rapport.insights.epoch;

import org.jspecify.annotations.NullMarked;
