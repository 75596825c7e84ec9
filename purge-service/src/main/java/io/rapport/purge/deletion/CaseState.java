package io.rapport.purge.deletion;

import io.rapport.contracts.purge.PurgeStep;
import java.util.Optional;

/**
 * How far a deletion is. There is no way back but from a verification that found something left, and no cancelling: a
 * new consent opens a new epoch and leaves this case alone.
 */
public enum CaseState {
    WITHDRAWN,
    FENCED,
    DRAINED,
    QUARANTINED,
    SHREDDED,
    DROPPED,
    APP_VERIFIED,
    BACKUPS_PENDING,
    BACKUPS_VERIFIED;

    /** What the owners must do to leave this state; nothing where something is verified instead. */
    public Optional<PurgeStep> step() {
        return switch (this) {
            case WITHDRAWN -> Optional.of(PurgeStep.FENCE);
            case FENCED -> Optional.of(PurgeStep.DRAIN);
            case DRAINED -> Optional.of(PurgeStep.QUARANTINE);
            case QUARANTINED -> Optional.of(PurgeStep.SHRED);
            case SHREDDED -> Optional.of(PurgeStep.DROP);
            case DROPPED, APP_VERIFIED, BACKUPS_PENDING, BACKUPS_VERIFIED -> Optional.empty();
        };
    }

    /** @throws IllegalStateException from the last one */
    public CaseState next() {
        if (this == BACKUPS_VERIFIED) {
            throw new IllegalStateException("A finished case does not move");
        }
        return values()[ordinal() + 1];
    }

    /** Where a case goes whose verification found something: everything after the fence is ordered again. */
    public CaseState afterLeftovers() {
        if (this != DROPPED) {
            throw new IllegalStateException("Only a verification finds leftovers");
        }
        return FENCED;
    }

    public boolean mayMoveTo(CaseState other) {
        return this != BACKUPS_VERIFIED && other == next() || this == DROPPED && other == FENCED;
    }

    public boolean finished() {
        return this == BACKUPS_VERIFIED;
    }

    /** True once the application's own data is verified to be gone. */
    public boolean appVerified() {
        return ordinal() >= APP_VERIFIED.ordinal();
    }
}
