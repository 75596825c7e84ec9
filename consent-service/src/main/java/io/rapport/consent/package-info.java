/** consent-service: where an administrator decides, and where anyone can later see what was decided. */
@NullMarked
package io.rapport.consent;

import org.jspecify.annotations.NullMarked;
