/** Batches as Kubernetes Indexed Jobs: a Job for a batch, a pod for a shard. */
@NullMarked
package io.rapport.ingestion.job;

import org.jspecify.annotations.NullMarked;
