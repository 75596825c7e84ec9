/**
 * Meetings of one mailbox and window, from Microsoft Graph's expanded calendar view.
 */
@NullMarked
package io.rapport.ingestion.calendar;

import org.jspecify.annotations.NullMarked;
