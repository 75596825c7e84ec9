/** The simulator, held against the official SDK. */
@NullMarked
package io.rapport.simulator;

import org.jspecify.annotations.NullMarked;
