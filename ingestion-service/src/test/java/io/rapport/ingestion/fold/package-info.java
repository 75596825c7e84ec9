/** Specifications of {@code io.rapport.ingestion.fold}. */
@NullMarked
package io.rapport.ingestion.fold;

import org.jspecify.annotations.NullMarked;
