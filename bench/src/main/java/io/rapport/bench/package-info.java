/** Benchmarks over real parts, each a command. */
@NullMarked
package io.rapport.bench;

import org.jspecify.annotations.NullMarked;
