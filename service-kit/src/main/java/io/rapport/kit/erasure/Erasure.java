package io.rapport.kit.erasure;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.CaseKind;
import io.rapport.contracts.purge.PurgeCommand;
import io.rapport.contracts.purge.PurgeReceipt;
import io.rapport.contracts.purge.PurgeStep;
import io.rapport.contracts.purge.Remains;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Hands a command to the owner; whose mailboxes it is about is looked up. */
@Singleton
class Erasure {

    private final ErasureOwner owner;
    private final Removals removals;
    private final Pool pool;

    Erasure(ErasureOwner owner, Removals removals, Pool pool) {
        this.owner = owner;
        this.removals = removals;
        this.pool = pool;
    }

    boolean isAddressed(PurgeCommand command) {
        return command.owner() == owner.owner();
    }

    Uni<PurgeReceipt> carryOut(PurgeCommand command) {
        return step(command)
                .call(receipt -> receipt.done() && command.step() == PurgeStep.DROP
                        ? Replay.note(pool, command.deletionCase())
                        : Uni.createFrom().voidItem());
    }

    private Uni<PurgeReceipt> step(PurgeCommand command) {
        return command.kind() == CaseKind.MAILBOXES
                ? removals.of(UUID.fromString(command.deletionCase()))
                        .flatMap(mailboxes -> owner.carryOut(command, mailboxes))
                : owner.carryOut(command);
    }

    Uni<Remains> remains(Te te) {
        return owner.remains(te);
    }

    Uni<Remains> remains(Te te, UUID removal) {
        return removals.of(removal).flatMap(mailboxes -> owner.remains(te, removal, mailboxes));
    }
}
