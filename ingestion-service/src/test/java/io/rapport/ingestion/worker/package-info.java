/** Specifications of {@code io.rapport.ingestion.worker}. */
@NullMarked
package io.rapport.ingestion.worker;

import org.jspecify.annotations.NullMarked;
