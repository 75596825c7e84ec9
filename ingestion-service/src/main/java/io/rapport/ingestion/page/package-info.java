/** What administrators and operators see of ingestion: how far it is, and everything that is ever asked for. */
@NullMarked
package io.rapport.ingestion.page;

import org.jspecify.annotations.NullMarked;
