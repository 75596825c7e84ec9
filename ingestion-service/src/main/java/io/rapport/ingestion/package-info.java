/**
 * Reads the headers of a year of mail and meetings in twelve monthly batches, folds each mailbox and window into one row
 * per external contact, and publishes the result sealed with the epoch's key.
 */
@NullMarked
package io.rapport.ingestion;

import org.jspecify.annotations.NullMarked;
