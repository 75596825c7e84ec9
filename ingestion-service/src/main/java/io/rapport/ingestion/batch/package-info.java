/**
 * The life of an epoch's twelve batches and their units in the database: planning, claiming, checkpoints, progress.
 */
@NullMarked
package io.rapport.ingestion.batch;

import org.jspecify.annotations.NullMarked;
