/** Identifiers as types, so that a tenant is never mistaken for a user. */
@NullMarked
package io.rapport.contracts.ids;

import org.jspecify.annotations.NullMarked;
