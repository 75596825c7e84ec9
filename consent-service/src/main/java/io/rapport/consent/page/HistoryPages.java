package io.rapport.consent.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.rapport.consent.decision.Consents;
import io.rapport.consent.journal.AuditResource;
import io.rapport.consent.journal.AuditResource.Kept;
import io.rapport.consent.journal.Receipt;
import io.rapport.consent.journal.Verdict;
import io.rapport.contracts.audit.AuditEntry;
import io.rapport.kit.identity.Caller;
import io.rapport.kit.identity.Roles;
import io.rapport.kit.page.Pages;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;

/** What was decided, by whom and when, with the receipt of each decision. */
@Path("/history")
@RolesAllowed(Roles.CONSENT_ADMIN)
@Produces(MediaType.TEXT_HTML)
public class HistoryPages {

    private static final int PAGE = 50;

    private final AuditResource audit;
    private final Consents consents;
    private final Caller caller;
    private final ObjectMapper json;

    HistoryPages(AuditResource audit, Consents consents, Caller caller, ObjectMapper json) {
        this.audit = audit;
        this.consents = consents;
        this.caller = caller;
        this.json = json;
    }

    /** A decision with its receipt. */
    record Entry(Kept kept, Receipt receipt) {

        /** In words. */
        public String what() {
            return switch (kept.action()) {
                case "GRANT" -> "Consent was given";
                case "AMEND" -> "Consent was changed";
                case "PERMISSIONS" -> "Permissions without insights were changed";
                case "WITHDRAW" -> "Consent was withdrawn";
                case "SWITCH_OFF" -> "A person switched their own sharing off";
                case "SWITCH_ON" -> "A person switched their own sharing on";
                default -> kept.action();
            };
        }
    }

    @CheckedTemplate(basePath = "consent")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance history(List<Entry> entries, int older);

        static native TemplateInstance receipt(Entry entry, String text);

        static native TemplateInstance verification(Verdict verdict);
    }

    /** @param before shows what is older than this position; 0 begins with the newest */
    @GET
    public Uni<TemplateInstance> show(@QueryParam("before") @DefaultValue("0") int before) {
        return consents.read(caller.tenant()).flatMap(present -> {
            int newest = present.view().auditTrail().position();
            int last = before < 1 ? newest : Math.min(before - 1, newest);
            int after = Math.max(0, last - PAGE);
            return last == 0
                    ? Uni.createFrom().item(Templates.history(List.of(), 0))
                    : audit.receipts(after, last - after)
                            .map(kept -> Templates.history(
                                    kept.stream().map(this::entry).toList().reversed(), after == 0 ? 0 : after + 1));
        });
    }

    @GET
    @Path("/verification")
    public Uni<TemplateInstance> verify() {
        return audit.verify().map(Templates::verification);
    }

    /** The whole trail as JSON Lines, as the interface for programs gives it. */
    @GET
    @Path("/file")
    @Produces("application/x-ndjson")
    public Uni<RestResponse<String>> file() {
        return audit.export()
                .map(this::line)
                .collect()
                .with(Collectors.joining())
                .map(lines -> Pages.download(lines, "application/x-ndjson", "rapport-audit.jsonl"));
    }

    @GET
    @Path("/{position}")
    public Uni<TemplateInstance> receipt(@PathParam("position") int position) {
        return audit.receipt(position).map(kept -> Templates.receipt(entry(kept), pretty(kept)));
    }

    @GET
    @Path("/{position}/file")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<String>> receiptFile(@PathParam("position") int position) {
        return audit.receipt(position)
                .map(kept -> Pages.download(
                        kept.receipt(), MediaType.APPLICATION_JSON, "rapport-receipt-" + position + ".json"));
    }

    private Entry entry(Kept kept) {
        try {
            return new Entry(kept, json.readValue(kept.receipt(), Receipt.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A receipt of ours cannot be read", e);
        }
    }

    private String line(AuditEntry entry) {
        try {
            return json.writeValueAsString(entry) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String pretty(Kept kept) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(kept.receipt()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A receipt of ours cannot be read", e);
        }
    }
}
