package io.rapport.kit.gate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the last answer of consent-service may be relied upon. */
@ConfigMapping(prefix = "rapport.lease")
public interface Lease {

    /** How often consent-service is asked. */
    @WithDefault("10s")
    Duration poll();

    /**
     * How long an answer is valid, from the monotonic instant before it was asked for. With the longest request (10 s)
     * it must stay below the 60 s within which a withdrawal hides everything.
     */
    @WithDefault("45s")
    Duration validity();
}
