package io.rapport.purge.proof;

import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Lets a certificate's own content security policy stand alone: browsers obey every policy they get, and the one that is
 * set on all responses would forbid the certificate's style.
 */
final class OwnPolicy {

    private static final String POLICY = "Content-Security-Policy";

    @ServerResponseFilter
    void filter(ContainerResponseContext answer, HttpServerResponse sent) {
        if (answer.getHeaders().containsKey(POLICY)) {
            sent.headers().remove(POLICY);
        }
    }
}
