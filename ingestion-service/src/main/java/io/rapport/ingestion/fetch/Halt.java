package io.rapport.ingestion.fetch;

/** Why reading ends before it is done; each has its own consequence. */
public abstract sealed class Halt extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    private Halt(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** A stable word, counted and listed. */
    public final String reason() {
        return reason;
    }

    /** This mailbox is left out, with its reason; the others go on. */
    public static final class Skip extends Halt {
        private static final long serialVersionUID = 1L;

        /** @param reason a stable word such as {@code no-mailbox}; counted and listed */
        public Skip(String reason) {
            super(reason);
        }
    }

    /** The whole tenant stops: a permission or the tenant itself is missing. */
    public static final class StopTenant extends Halt {
        private static final long serialVersionUID = 1L;

        public StopTenant(String reason) {
            super(reason);
        }
    }

    /** Consent was withdrawn or the lease lapsed: nothing more is asked; the unit stays open. */
    public static final class GateClosed extends Halt {
        private static final long serialVersionUID = 1L;

        public GateClosed() {
            super("gate closed");
        }
    }

    /** Something of ours (key, Kafka) is not to be had: nobody's failure, the unit is tried again shortly. */
    public static final class Later extends Halt {
        private static final long serialVersionUID = 1L;

        public Later(String reason) {
            super(reason);
        }
    }

    /** Graph fails on an item within what was asked for: ask for less, and leave out what is left. */
    public static final class Poisoned extends Halt {
        private static final long serialVersionUID = 1L;

        public Poisoned(String reason) {
            super(reason);
        }
    }

    /** Graph did not answer usefully for as long as our patience lasts; the unit is tried again later. */
    public static final class OutOfPatience extends Halt {
        private static final long serialVersionUID = 1L;

        public OutOfPatience(String reason) {
            super(reason);
        }
    }
}
