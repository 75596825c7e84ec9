/** The rules of the fold, one by one, and that cutting time changes nothing. */
@NullMarked
package io.rapport.ingestion.fold;

import org.jspecify.annotations.NullMarked;
