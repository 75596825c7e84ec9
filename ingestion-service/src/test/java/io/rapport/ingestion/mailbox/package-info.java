/** Specifications of {@code io.rapport.ingestion.mailbox}. */
@NullMarked
package io.rapport.ingestion.mailbox;

import org.jspecify.annotations.NullMarked;
