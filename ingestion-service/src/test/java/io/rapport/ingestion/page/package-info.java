/** What people are told about ingestion. */
@NullMarked
package io.rapport.ingestion.page;

import org.jspecify.annotations.NullMarked;
