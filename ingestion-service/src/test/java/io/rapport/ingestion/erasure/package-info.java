/** Specifications of {@code io.rapport.ingestion.erasure}. */
@NullMarked
package io.rapport.ingestion.erasure;

import org.jspecify.annotations.NullMarked;
