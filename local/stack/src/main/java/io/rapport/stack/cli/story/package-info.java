/** The main job told step by step on a running stack, each step with a check of its own. */
@NullMarked
package io.rapport.stack.cli.story;

import org.jspecify.annotations.NullMarked;
