package io.rapport.purge.proof;

import io.rapport.contracts.ids.Te;
import io.rapport.contracts.purge.AssetCount;
import io.rapport.contracts.purge.CaseKind;
import io.rapport.contracts.purge.Owner;
import io.rapport.contracts.purge.Remains;
import io.rapport.kit.gate.ConsentService;
import io.rapport.purge.holder.InsightsOwner;
import io.rapport.purge.holder.OwnerClient;
import io.rapport.purge.holder.Owners;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Asks everyone afresh whether anything is left, and of an epoch asks for its key, which must be refused as destroyed.
 * Relies on no receipt. Who cannot be reached has not been verified.
 */
@Singleton
public class Verification {

    private static final int CONFLICT = 409;
    private static final int GONE = 410;

    private final Owners owners;
    private final ConsentService consentService;
    private final InsightsOwner insights;

    Verification(Owners owners, @RestClient ConsentService consentService, @RestClient InsightsOwner insights) {
        this.owners = owners;
        this.consentService = consentService;
        this.insights = insights;
    }

    /**
     * What was found.
     *
     * @param assets every registered asset with what is left of it
     * @param objections why this is no proof; empty if it is one
     */
    public record Finding(List<AssetCount> assets, List<String> objections, boolean unreachable) {

        public boolean clean() {
            return objections.isEmpty();
        }
    }

    /** Never fails: a question without an answer is an objection. */
    public Uni<Finding> of(CaseKind kind, String deletionCase, Te te) {
        return switch (kind) {
            case EPOCH -> askAll(te, owner -> owner.remains(te)).flatMap(known -> probeKey(te, known));
            case MAILBOXES -> askAll(te, owner -> owner.remains(te, UUID.fromString(deletionCase)));
            case PERSON -> ofPerson(UUID.fromString(deletionCase), te);
        };
    }

    private Uni<Finding> askAll(Te te, Function<OwnerClient, Uni<Remains>> question) {
        Uni<Finding> finding = Uni.createFrom().item(new Finding(List.of(), List.of(), false));
        for (Owner owner : Owner.values()) {
            finding = finding.flatMap(known -> question.apply(owners.of(owner))
                    .map(remains -> answers(remains, te, owner)
                            ? with(known, remains.assets(), leftovers(remains.assets()), false)
                            : with(known, List.of(), List.of(owner + " does not say what it holds"), true))
                    .onFailure()
                    .recoverWithItem(with(known, List.of(), List.of(owner + " cannot be reached"), true)));
        }
        return finding;
    }

    /** Whether anything of an erased person is left in an epoch that goes on: only insights-service can tell. */
    private Uni<Finding> ofPerson(UUID erasure, Te te) {
        return insights.remainsOfPerson(erasure)
                .map(remains -> answers(remains, te, Owner.INSIGHTS)
                        ? new Finding(remains.assets(), leftovers(remains.assets()), false)
                        : new Finding(List.of(), List.of(Owner.INSIGHTS + " does not say what it holds"), true))
                .onFailure()
                .recoverWithItem(new Finding(List.of(), List.of(Owner.INSIGHTS + " cannot be reached"), true));
    }

    /** An answer about something else, or about nothing, proves nothing. */
    private static boolean answers(Remains remains, Te te, Owner owner) {
        return remains.te().equals(te)
                && remains.owner() == owner
                && !remains.assets().isEmpty();
    }

    /** Refused as destroyed: clean. Handed out or waiting: something is left. No such answer: not known yet. */
    private Uni<Finding> probeKey(Te te, Finding known) {
        return consentService
                .key(te)
                .map(key -> with(known, List.of(), List.of("the key is still handed out"), false))
                .onFailure()
                .recoverWithItem(e -> {
                    int status = e instanceof WebApplicationException answer
                            ? answer.getResponse().getStatus()
                            : 0;
                    return switch (status) {
                        case GONE -> known;
                        case CONFLICT -> with(known, List.of(), List.of("the key waits for its destruction"), false);
                        default -> with(known, List.of(), List.of("the key cannot be asked for"), true);
                    };
                });
    }

    private static List<String> leftovers(List<AssetCount> assets) {
        return assets.stream()
                .filter(asset -> asset.count() > 0)
                .map(asset -> asset.count() + " left in " + asset.asset())
                .toList();
    }

    private static Finding with(Finding known, List<AssetCount> assets, List<String> objections, boolean unreachable) {
        List<AssetCount> allAssets = new ArrayList<>(known.assets);
        allAssets.addAll(assets);
        List<String> allObjections = new ArrayList<>(known.objections);
        allObjections.addAll(objections);
        return new Finding(List.copyOf(allAssets), List.copyOf(allObjections), known.unreachable || unreachable);
    }
}
