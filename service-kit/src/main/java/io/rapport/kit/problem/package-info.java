/** Errors as RFC 9457 problem JSON: one enum gives type, status and title. */
@NullMarked
package io.rapport.kit.problem;

import org.jspecify.annotations.NullMarked;
