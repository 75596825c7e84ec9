@NullMarked
package io.rapport.consent.sharing;

import org.jspecify.annotations.NullMarked;
