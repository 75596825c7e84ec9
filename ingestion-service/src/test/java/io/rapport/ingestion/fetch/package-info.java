/** Specifications of {@code io.rapport.ingestion.fetch}. */
@NullMarked
package io.rapport.ingestion.fetch;

import org.jspecify.annotations.NullMarked;
