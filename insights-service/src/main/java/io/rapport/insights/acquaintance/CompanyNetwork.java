package io.rapport.insights.acquaintance;

import static io.rapport.insights.visibility.Visibility.await;

import io.rapport.insights.relationship.Relationship.Outsider;
import io.rapport.insights.settings.Settings.Weights;
import io.rapport.insights.vault.Contacts;
import io.rapport.insights.vault.Identity;
import io.rapport.insights.visibility.Visibility;
import io.rapport.kit.identity.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Which colleague knows whom of a company, tie by tie. Blocks: use it on a virtual thread. */
@Singleton
public class CompanyNetwork {

    private static final int MOST = 60;

    private final Visibility visibility;
    private final Contacts contacts;
    private final Acquaintances acquaintances;
    private final Caller caller;

    CompanyNetwork(Visibility visibility, Contacts contacts, Acquaintances acquaintances, Caller caller) {
        this.visibility = visibility;
        this.contacts = contacts;
        this.acquaintances = acquaintances;
        this.caller = caller;
    }

    /**
     * One line of the network.
     *
     * @param colleague by name or address
     * @param strength E, 60 days half-life
     */
    public record Tie(String colleague, Outsider contact, double strength, Label label) {

        private static Tie of(Acquaintance tie, Weights weights) {
            Identity colleague = tie.mailbox().identity();
            return new Tie(
                    colleague.name().isBlank() ? colleague.address() : colleague.name(),
                    Outsider.of(tie.contact()),
                    tie.strength(),
                    Label.of(tie.strength(), weights));
        }

        @Override
        public String toString() {
            return "Tie[hidden]";
        }
    }

    /**
     * The strongest ties with a company, at most {@value #MOST}.
     *
     * @return empty while colleagues stay unnamed: whoever knows several people would be found out
     */
    public Optional<List<Tie>> of(String domain) {
        return visibility.show(
                caller.tenant(),
                view -> view.settings().introductions().anonymous()
                        ? Optional.empty()
                        : Optional.of(acquaintances
                                .network(
                                        view,
                                        await(contacts.byAddressOrDomain(view.vault(), List.of(), List.of(domain))))
                                .stream()
                                .limit(MOST)
                                .map(tie -> Tie.of(tie, view.settings().health().weights()))
                                .toList()));
    }
}
