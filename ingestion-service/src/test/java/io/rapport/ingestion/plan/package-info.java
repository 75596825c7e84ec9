/** Specifications of {@code io.rapport.ingestion.plan}. */
@NullMarked
package io.rapport.ingestion.plan;

import org.jspecify.annotations.NullMarked;
