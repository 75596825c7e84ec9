/** The administrator's pages, and everyone's own switch. They call what the REST resources call. */
@NullMarked
package io.rapport.consent.page;

import org.jspecify.annotations.NullMarked;
