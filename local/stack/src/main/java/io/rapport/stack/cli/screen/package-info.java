/** What a person sees: bars and spinners on a terminal, plain lines elsewhere. */
@NullMarked
package io.rapport.stack.cli.screen;

import org.jspecify.annotations.NullMarked;
