/** How far ingestion is. */
@NullMarked
package io.rapport.ingestion.batch;

import org.jspecify.annotations.NullMarked;
