/** The lease: whether a tenant's data may be served, read or written now. Closed when unknown or stale. */
@NullMarked
package io.rapport.kit.gate;

import org.jspecify.annotations.NullMarked;
