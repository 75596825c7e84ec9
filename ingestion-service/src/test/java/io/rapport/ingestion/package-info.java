/** Specifications of ingestion-service. */
@NullMarked
package io.rapport.ingestion;

import org.jspecify.annotations.NullMarked;
