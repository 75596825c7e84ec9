/** Windows and slices, checked by calendar. */
@NullMarked
package io.rapport.ingestion.plan;

import org.jspecify.annotations.NullMarked;
