/**
 * What does the work: claims a mailbox and window, reads, folds, seals, publishes, checkpoints.
 */
@NullMarked
package io.rapport.ingestion.worker;

import org.jspecify.annotations.NullMarked;
