/**
 * A stand-in for the parts of Microsoft Graph that Rapport calls, faithful to the published behaviour: tokens, paging,
 * selection, filters, errors. Content comes from a seed or from a file, and a truth ledger says what should be found.
 */
@NullMarked
package io.rapport.simulator;

import org.jspecify.annotations.NullMarked;
