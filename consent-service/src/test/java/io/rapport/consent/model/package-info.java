/** The service held against a simple model of itself. */
@NullMarked
package io.rapport.consent.model;

import org.jspecify.annotations.NullMarked;
