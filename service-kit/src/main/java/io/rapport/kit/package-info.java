/**
 * What all four services need once. Charter: no business rule, no table but the outbox, no resource but the internal
 * ones of erasure and the operators' page.
 */
@NullMarked
package io.rapport.kit;

import org.jspecify.annotations.NullMarked;
