/**
 * One request to Microsoft Graph as this service makes it: raw streams, a closed field list, our own patience with
 * throttling and faults, and the consent gate asked before every request.
 */
@NullMarked
package io.rapport.ingestion.fetch;

import org.jspecify.annotations.NullMarked;
