/** This service as an owner of data that is deleted. */
@NullMarked
package io.rapport.consent.erasure;

import org.jspecify.annotations.NullMarked;
