/** Epoch keys in use: fetched from consent-service, kept for at most a lease, told apart when destroyed or merely unavailable. */
@NullMarked
package io.rapport.kit.keys;

import org.jspecify.annotations.NullMarked;
