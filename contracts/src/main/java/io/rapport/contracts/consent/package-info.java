/** What consent-service says: the state of a tenant's consent and of a user's sharing, each as the whole fact. */
@NullMarked
package io.rapport.contracts.consent;

import org.jspecify.annotations.NullMarked;
