/** What services say to each other: topic names here, one package for each speaker. Records and nothing else. */
@NullMarked
package io.rapport.contracts;

import org.jspecify.annotations.NullMarked;
