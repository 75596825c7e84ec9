/** Patience with Microsoft Graph. */
@NullMarked
package io.rapport.ingestion.fetch;

import org.jspecify.annotations.NullMarked;
