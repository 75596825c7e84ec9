@NullMarked
package io.rapport.consent.directory;

import org.jspecify.annotations.NullMarked;
