/** Where a tenant's content comes from: a seed, or a file of real headers. */
@NullMarked
package io.rapport.simulator.source;

import org.jspecify.annotations.NullMarked;
