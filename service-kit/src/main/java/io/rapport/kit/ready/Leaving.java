package io.rapport.kit.ready;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Between the order to end and the end ({@code quarkus.shutdown.delay}) requests are still answered, and whoever sends one is
 * told to go elsewhere: a connection that is kept open would otherwise carry on to this replica, past the Service that has
 * forgotten it, and be cut while a request is on its way.
 */
@Singleton
public class Leaving {

    private static final int EARLY = 10_000;
    private static final long PATIENCE_MILLIS = Duration.ofSeconds(10).toMillis();

    private volatile boolean leaving;

    void order(@Observes ShutdownDelayInitiatedEvent order) {
        leaving = true;
    }

    void register(@Observes Filters filters) {
        filters.register(this::tell, EARLY);
    }

    private void tell(RoutingContext context) {
        if (leaving) {
            HttpServerRequest request = context.request();
            if (request.version() == HttpVersion.HTTP_2) {
                // No new stream; it is closed once those under way have been answered.
                request.connection().shutdown(PATIENCE_MILLIS);
            } else {
                context.response().putHeader("Connection", "close");
            }
        }
        context.next();
    }
}
