/**
 * The official Microsoft Graph SDK set up for many tenants: host, sovereign cloud, token. Apart from the service kit,
 * because only two services call Graph and the SDK weighs 64 MB.
 */
@NullMarked
package io.rapport.graph;

import org.jspecify.annotations.NullMarked;
