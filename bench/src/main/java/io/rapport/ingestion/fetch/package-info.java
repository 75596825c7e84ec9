/** What the worker does with an answer, to be measured alone. */
@NullMarked
package io.rapport.ingestion.fetch;

import org.jspecify.annotations.NullMarked;
