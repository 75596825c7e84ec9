package io.rapport.consent.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A consent receipt with the sections of ISO/IEC TS 27560:2023 (header, processing, parties, event) as far as they apply
 * to an organisation's authorisation. Terms of events are those of the Data Privacy Vocabulary.
 *
 * @param previous where the audit trail stood before: whoever keeps a receipt can witness that nothing earlier changed
 */
@RegisterForReflection // Jackson writes and reads it, and no endpoint names it
public record Receipt(
        String schemaVersion,
        String recordId,
        Principal principal,
        Processing processing,
        List<Party> parties,
        Event event,
        Checkpoint previous) {

    private static final String SCHEMA = "ISO/IEC TS 27560:2023";

    /** Whose decision it is. @param kind {@code organisation} or {@code person} */
    public record Principal(String kind, String id) {}

    /** What the decision allows or forbids. */
    public record Processing(
            String noticeVersion,
            String noticeSha256,
            String noticeLanguage,
            List<String> purposes,
            List<String> dataCategories,
            String collectionMethod,
            String storage,
            String retention,
            String jurisdiction,
            List<String> recipients,
            String withdrawalMethod) {}

    /** @param role {@code controller} or {@code processor} */
    public record Party(String role, String id) {}

    /**
     * What happened.
     *
     * @param type of the Data Privacy Vocabulary: {@code ConsentGiven}, {@code ConsentRevoked} by an administrator,
     *     {@code ConsentWithdrawn} by the person themselves, …
     * @param actorRole which role allowed it; empty for a person's own decision
     * @param particulars what was decided: epoch, options, groups, licences that were found
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Event(String type, Instant at, UserId actor, String actorRole, Map<String, Object> particulars) {}

    /** An entry of the audit trail. @param hash hexadecimal; empty before the first entry */
    public record Checkpoint(int position, String hash) {}

    static Receipt of(
            TenantId tenant, Instant at, UserId actor, String actorRole, Occasion occasion, Checkpoint previous) {
        Notice notice = Notice.present();
        boolean own = occasion.person();
        return new Receipt(
                SCHEMA,
                "urn:rapport:receipt:" + tenant + ":" + (previous.position() + 1),
                own ? new Principal("person", actor.toString()) : new Principal("organisation", tenant.toString()),
                new Processing(
                        notice.version(),
                        notice.sha256(),
                        notice.language(),
                        List.of("relationship analytics for sellers", "who knows whom"),
                        List.of("headers of mail: participants, times, conversation", "meetings: participants, times"),
                        own ? "switched by the person, signed in" : "decided by an administrator, signed in",
                        "where the operator of this installation runs it",
                        "until withdrawal; then application data 24 hours and backups 30 days at most",
                        "as the operator's contract with the organisation says",
                        List.of("users of the organisation who may read insights"),
                        own ? "PUT /api/v1/me/sharing" : "DELETE /api/v1/consent"),
                List.of(
                        new Party("controller", "urn:entra:tenant:" + tenant),
                        new Party("processor", "the operator of this installation")),
                new Event(occasion.type(), at, actor, actorRole, occasion.particulars()),
                previous);
    }
}
