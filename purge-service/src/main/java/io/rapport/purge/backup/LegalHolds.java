package io.rapport.purge.backup;

import io.rapport.contracts.ids.Te;
import io.smallrye.mutiny.Uni;
import java.util.Set;

/** Whose backups must not expire for now. */
public interface LegalHolds {

    /** The epochs of cases on hold. */
    Uni<Set<Te>> epochs();
}
