@NullMarked
package io.rapport.consent.journal;

import org.jspecify.annotations.NullMarked;
