/** What purge-service orders and what the owners of data answer. Never any personal data. */
@NullMarked
package io.rapport.contracts.purge;

import org.jspecify.annotations.NullMarked;
