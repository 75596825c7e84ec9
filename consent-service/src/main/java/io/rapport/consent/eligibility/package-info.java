/** Whether a tenant's licences allow consent, by service plan, with an answer that names what is missing. */
@NullMarked
package io.rapport.consent.eligibility;

import org.jspecify.annotations.NullMarked;
