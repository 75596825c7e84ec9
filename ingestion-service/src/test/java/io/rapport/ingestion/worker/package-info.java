/** Sealed parts, and whole runs against real parts. */
@NullMarked
package io.rapport.ingestion.worker;

import org.jspecify.annotations.NullMarked;
