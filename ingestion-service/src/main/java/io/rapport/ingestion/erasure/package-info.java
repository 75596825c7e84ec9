/**
 * Carries out the steps of a deletion case on plans, claims and checkpoints.
 */
@NullMarked
package io.rapport.ingestion.erasure;

import org.jspecify.annotations.NullMarked;
