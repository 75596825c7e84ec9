/**
 * Mail headers of one mailbox and window, streamed from Microsoft Graph and reconciled with its count.
 */
@NullMarked
package io.rapport.ingestion.mailbox;

import org.jspecify.annotations.NullMarked;
