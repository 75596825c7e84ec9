package io.rapport.consent.decision;

import io.rapport.consent.decision.DecisionTransaction.Change;
import io.rapport.consent.idempotency.ChangeRequest;
import io.rapport.consent.journal.Occasion;
import io.rapport.contracts.ids.Te;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes a consent back: the epoch is closed for ever, nobody shares, and deletion begins. */
@Singleton
public class Withdrawals {

    private final DecisionTransaction transaction;

    Withdrawals(DecisionTransaction transaction) {
        this.transaction = transaction;
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 409 if there is nothing to withdraw */
    public Uni<Withdrawal> withdraw(ChangeRequest request, @Nullable String ifMatch) {
        return transaction.earlierOr(request, Withdrawal.class, standing -> {
            standing.require(ifMatch, null);
            if (!standing.active()) {
                throw Problems.of(ErrorCode.NO_CONSENT, "There is no active consent to withdraw.");
            }
            return transaction.run(request, standing, Withdrawal.class, this::withdraw);
        });
    }

    private Uni<Withdrawal> withdraw(Change change) {
        ConsentEpoch epoch = Objects.requireNonNull(change.standing().newest());
        return transaction
                .nextRevision(change)
                .invoke(revision -> {
                    epoch.withdraw(change.at());
                    epoch.revision = revision;
                })
                .chain(() -> transaction.permit(change, Options.NONE, 0))
                .chain(() -> transaction.announce(change, epoch))
                .chain(() -> transaction.recomputeSharing(change))
                .chain(() -> transaction.append(change, Occasion.withdrawn(Map.of("epoch", epoch.epoch))))
                .map(done -> Withdrawal.at(change.at(), new Te(epoch.te)));
    }
}
