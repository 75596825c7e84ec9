package io.rapport.purge.page;

import io.rapport.kit.page.Words;
import io.rapport.purge.deletion.CaseView;
import java.time.Duration;
import java.time.Instant;

/** One of a case's two clocks in words. */
record Deadline(String what, Instant at, CaseView.Clock clock) {

    private static final int WHOLE = 100;

    public boolean running() {
        return clock.verifiedAt() == null;
    }

    /** How much of the time has gone, in percent of it, at most all. */
    public long gone() {
        Double used = clock.used();
        return used == null ? WHOLE : Math.clamp(Math.round(used * WHOLE), 0, WHOLE);
    }

    /** What is left of the time, or when it was verified. */
    public String left() {
        Instant verified = clock.verifiedAt();
        Long seconds = clock.secondsLeft();
        if (verified != null || seconds == null) {
            return "Verified " + Words.moment(verified);
        }
        String span = Words.span(Duration.ofSeconds(seconds));
        return seconds < 0 ? span + " too late" : span + " left";
    }

    public String risk() {
        return switch (clock.risk()) {
            case MET -> "met in time";
            case ON_TIME -> "on time";
            case AT_RISK -> "half the time has gone";
            case CRITICAL -> "critical: four fifths of the time have gone";
            case BREACHED -> "missed, and that stays so for ever";
        };
    }

    /** The class of the risk's colour; the words say the same. */
    public String shade() {
        return switch (clock.risk()) {
            case MET, ON_TIME -> "good";
            case AT_RISK -> "fair";
            case CRITICAL, BREACHED -> "poor";
        };
    }
}
