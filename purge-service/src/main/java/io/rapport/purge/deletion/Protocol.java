package io.rapport.purge.deletion;

import io.rapport.contracts.purge.CaseKind;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.PurgeStep;
import io.rapport.purge.proof.Verification.Finding;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The rules by which a case moves, without anything that is asked or done for them, so that every way through them can be
 * tried out. {@link CaseState} says which ways there are; here stands when one may be gone.
 */
class Protocol {

    /** What is to be made of a look at the stores. */
    enum Verdict {
        /** Certified, and on. */
        GONE,
        /** Something is left although everyone had confirmed: all is ordered again. */
        LEFT,
        /** Something is left that nobody can be ordered to remove, or that must go by itself. */
        WAIT,
        /** Somebody did not answer: nothing is known. */
        UNKNOWN
    }

    /**
     * What a step must wait for before it is ordered. Fencing, draining and setting aside lose nothing, so that a hold does
     * not touch them. A key is destroyed only once no replica can still have it in its memory.
     */
    Optional<String> obstacle(PurgeStep step, CaseKind kind, boolean held, boolean leasesLapsed) {
        boolean destroys = step == PurgeStep.SHRED || step == PurgeStep.DROP;
        if (destroys && held) {
            return Optional.of("the legal hold to be lifted");
        }
        if (step == PurgeStep.SHRED && !kind.epochGoesOn() && !leasesLapsed) {
            return Optional.of("other replicas' leases to lapse");
        }
        return Optional.empty();
    }

    /** Where a case goes once all of these have confirmed its step: on only when every owner there is has. */
    CaseState afterStep(CaseState state, Set<Owner> confirmed) {
        return confirmed.equals(EnumSet.allOf(Owner.class)) ? state.next() : state;
    }

    /**
     * Whether the topic stands in no way: with the key destroyed its records are unreadable, else they must be gone.
     *
     * @param topicEmpty whether the broker has let go of every record from before
     */
    boolean topicSettled(CaseKind kind, boolean topicEmpty) {
        return topicEmpty || !kind.epochGoesOn();
    }

    /** Whether the application's own data is gone, the topic being settled. */
    Verdict application(CaseKind kind, Finding finding) {
        if (finding.clean()) {
            return Verdict.GONE;
        }
        if (finding.unreachable()) {
            return Verdict.UNKNOWN;
        }
        // A person's rows went in the transaction that noted the erasure: there is nobody to order it from again.
        return kind == CaseKind.PERSON ? Verdict.WAIT : Verdict.LEFT;
    }

    /**
     * Whether it is worth asking the stores once more, because nothing else can bring it back.
     *
     * @param copies how many backups still could
     */
    boolean copiesGone(boolean held, boolean topicEmpty, int copies) {
        return !held && topicEmpty && copies == 0;
    }

    /** Whether it has stayed gone while backups expired, one of which might have been restored. */
    Verdict backups(Finding finding) {
        return finding.clean() ? Verdict.GONE : Verdict.UNKNOWN;
    }
}
