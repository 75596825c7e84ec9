/** The owners of data: orders out, receipts in, over Kafka or, without it, over REST. */
@NullMarked
package io.rapport.purge.holder;

import org.jspecify.annotations.NullMarked;
