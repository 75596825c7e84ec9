/** What ingestion-service says: folded units (Protobuf, generated beside this package) and the progress of batches. */
@NullMarked
package io.rapport.contracts.ingestion;

import org.jspecify.annotations.NullMarked;
