/** The launcher: starts a stack of processes, tells the story on it, and leaves nothing behind. */
@NullMarked
package io.rapport.stack.cli;

import org.jspecify.annotations.NullMarked;
