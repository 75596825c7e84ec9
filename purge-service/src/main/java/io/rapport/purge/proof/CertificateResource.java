package io.rapport.purge.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.kit.identity.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** For anyone who was handed a certificate: our public keys, and a check. */
@Path("/api/v1/certificates")
@PermitAll
public class CertificateResource {

    private static final int LONGEST = 100_000;

    private final CertificateKeys keys;
    private final Certificates certificates;
    private final ObjectMapper json;

    CertificateResource(CertificateKeys keys, Certificates certificates, ObjectMapper json) {
        this.keys = keys;
        this.certificates = certificates;
        this.json = json;
    }

    /** @param reason why not, if not valid; empty otherwise */
    public record Verdict(
            boolean valid, String reason, @Nullable JsonNode statement) {}

    @GET
    @Path("/keys")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The public keys that certificates are checked with, as a JWK set")
    public String keys() {
        return keys.jwks();
    }

    @GET
    @Path("/log")
    @RolesAllowed({Roles.CONSENT_ADMIN, Roles.OPS_READ})
    @Operation(summary = "Whether the log of all certificates is unchanged, and its head")
    public Uni<Certificates.LogCheck> log() {
        return certificates.check();
    }

    @POST
    @Path("/verify")
    @Consumes({"application/jose", MediaType.TEXT_PLAIN})
    @Operation(summary = "Check a certificate: a compact JWS in, a verdict out")
    public Verdict verify(@NotNull @Size(max = LONGEST) String certificate) {
        try {
            return new Verdict(true, "", json.readTree(keys.verify(certificate.strip())));
        } catch (JoseException | JsonProcessingException e) {
            return new Verdict(
                    false, "The signature does not hold: the certificate was changed, or is not ours.", null);
        }
    }
}
