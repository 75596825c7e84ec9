/** The audit trail as it is exported, and the hash chain that makes a changed entry evident. */
@NullMarked
package io.rapport.contracts.audit;

import org.jspecify.annotations.NullMarked;
