/**
 * From the instant of a grant to twelve windows, and from a window to slices that fit one page. Pure calendar arithmetic.
 */
@NullMarked
package io.rapport.ingestion.plan;

import org.jspecify.annotations.NullMarked;
