/** A stack of processes: its directory, its start and its end. Whatever happens, nothing is left behind. */
@NullMarked
package io.rapport.stack.cli.process;

import org.jspecify.annotations.NullMarked;
