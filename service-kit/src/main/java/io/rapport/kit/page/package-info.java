/**
 * What the pages of all services have in common: layout, wording of numbers and times, errors as pages, protection of
 * forms, and the operators' page. A service's own pages live in its package {@code page}.
 */
@NullMarked
package io.rapport.kit.page;

import org.jspecify.annotations.NullMarked;
