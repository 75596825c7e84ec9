@NullMarked
package io.rapport.consent.preview;

import org.jspecify.annotations.NullMarked;
