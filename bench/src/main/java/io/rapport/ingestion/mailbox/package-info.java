/** Beside what it measures, which is not public. */
@NullMarked
package io.rapport.ingestion.mailbox;

import org.jspecify.annotations.NullMarked;
