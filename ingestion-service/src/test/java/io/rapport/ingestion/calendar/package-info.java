/** Pages of meetings as Exchange may send them. */
@NullMarked
package io.rapport.ingestion.calendar;

import org.jspecify.annotations.NullMarked;
