/** The services' REST endpoints as the launcher calls them: the same way as anyone with a token would. */
@NullMarked
package io.rapport.stack.cli.client;

import org.jspecify.annotations.NullMarked;
