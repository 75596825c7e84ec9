@NullMarked
package io.rapport.simulator.http;

import org.jspecify.annotations.NullMarked;
