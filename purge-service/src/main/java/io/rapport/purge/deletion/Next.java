package io.rapport.purge.deletion;

import java.time.Duration;

/** What came of looking at a case. */
sealed interface Next {

    /** It is in another state, so that there may be more to do at once. */
    record Moved() implements Next {}

    /** It waits for somebody. @param again after which it is worth looking again */
    record Waiting(Duration again) implements Next {}

    /** Somebody could not be asked: looked at again, ever more rarely. */
    record Failed() implements Next {}
}
