/**
 * Who is inside: the tenant's verified domains and its users' addresses, from Microsoft Graph, in memory only.
 */
@NullMarked
package io.rapport.ingestion.directory;

import org.jspecify.annotations.NullMarked;
