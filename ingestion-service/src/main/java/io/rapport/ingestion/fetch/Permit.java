package io.rapport.ingestion.fetch;

import io.rapport.contracts.ids.UserId;
import java.util.Optional;

/** Asked before every request to Graph, retries included. */
@FunctionalInterface
public interface Permit {

    /** @throws Halt.GateClosed if the epoch is closed, reading is paused, or there is no lease
     *  @throws Halt.Skip if this mailbox may no longer be read */
    void check();

    /** Whose mailbox is read, and so whose limits count; empty for the directory. */
    default Optional<UserId> mailbox() {
        return Optional.empty();
    }

    /** The same, and refused on another ground too. */
    default Permit and(Runnable more) {
        Permit self = this;
        return new Permit() {
            @Override
            public void check() {
                self.check();
                more.run();
            }

            @Override
            public Optional<UserId> mailbox() {
                return self.mailbox();
            }
        };
    }

    /** For one mailbox. */
    static Permit of(UserId mailbox, Runnable check) {
        return new Permit() {
            @Override
            public void check() {
                check.run();
            }

            @Override
            public Optional<UserId> mailbox() {
                return Optional.of(mailbox);
            }
        };
    }
}
