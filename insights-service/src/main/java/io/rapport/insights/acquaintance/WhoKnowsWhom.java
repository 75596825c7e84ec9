package io.rapport.insights.acquaintance;

import io.rapport.insights.relationship.Progress;
import io.rapport.insights.relationship.Relationship.Outsider;
import io.rapport.insights.visibility.View;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;

/** Puts answers together. Blocks: use it on a virtual thread, inside a view. */
@Singleton
class WhoKnowsWhom {

    private final Acquaintances acquaintances;
    private final Progress progress;

    WhoKnowsWhom(Acquaintances acquaintances, Progress progress) {
        this.acquaintances = acquaintances;
        this.progress = progress;
    }

    /**
     * @param direct those who know whom it is about
     * @param addresses of whom it is about, for paths through their companies
     * @param limit of colleagues and of paths
     */
    Colleagues answer(View view, List<Acquaintance> direct, Collection<String> addresses, int limit) {
        return new Colleagues(
                view.asOf(),
                progress.of(view),
                direct.stream().limit(limit).map(tie -> Colleague.of(tie, view)).toList(),
                acquaintances.through(view, addresses).stream()
                        .limit(limit)
                        .map(tie -> new Colleagues.Path(Colleague.of(tie, view), Outsider.of(tie.contact())))
                        .toList());
    }
}
