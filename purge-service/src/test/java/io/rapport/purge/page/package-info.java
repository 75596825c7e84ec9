/** What people are told about deletion. */
@NullMarked
package io.rapport.purge.page;

import org.jspecify.annotations.NullMarked;
