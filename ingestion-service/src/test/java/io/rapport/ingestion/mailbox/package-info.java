/** Pages of mail as Exchange may send them. */
@NullMarked
package io.rapport.ingestion.mailbox;

import org.jspecify.annotations.NullMarked;
