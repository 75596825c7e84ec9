package io.rapport.stack.cli.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** The verdict on one certificate (JWS in compact form, Ed25519). */
public sealed interface CertificateCheck {

    /** The signature holds. @param statement what is certified */
    record Valid(String keyId, JsonNode statement) implements CertificateCheck {}

    /** @param why in one sentence */
    record Invalid(String why) implements CertificateCheck {}

    /**
     * @param certificate the compact JWS
     * @param keys the JWK set of the signer; only the key that the certificate names counts
     */
    static CertificateCheck of(String certificate, String keys) {
        try {
            JsonWebSignature signed = new JsonWebSignature();
            signed.setAlgorithmConstraints(
                    new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA));
            signed.setCompactSerialization(certificate.strip());
            String keyId = signed.getKeyIdHeaderValue();
            JsonWebKey key = keyId == null ? null : new JsonWebKeySet(keys).findJsonWebKey(keyId, null, null, null);
            if (keyId == null || key == null) {
                return new Invalid("The certificate names no key that the given key set holds.");
            }
            signed.setKey(key.getKey());
            if (!signed.verifySignature()) {
                return new Invalid("The signature does not fit: the certificate was changed or another key signed it.");
            }
            return new Valid(keyId, new ObjectMapper().readTree(signed.getPayload()));
        } catch (JoseException | JsonProcessingException e) {
            return new Invalid("This is no certificate that can be checked.");
        }
    }
}
