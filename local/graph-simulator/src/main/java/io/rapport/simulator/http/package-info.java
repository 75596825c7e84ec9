/** The calls of Microsoft Graph that we answer, and the simulator's own side under /_sim. */
@NullMarked
package io.rapport.simulator.http;

import org.jspecify.annotations.NullMarked;
