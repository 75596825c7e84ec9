/** What administrators and operators see of deletion cases: what happens now, both clocks, and the certificates. */
@NullMarked
package io.rapport.purge.page;

import org.jspecify.annotations.NullMarked;
