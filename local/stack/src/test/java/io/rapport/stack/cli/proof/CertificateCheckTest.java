package io.rapport.stack.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

class CertificateCheckTest {

    private static final String STATEMENT = "{\"te\":\"00000000000000ff\",\"epoch\":1,\"stage\":\"APP\"}";

    private final OctetKeyPairJsonWebKey signer = key("signer");
    private final String keys = publicOnly(signer);

    @Test
    void whatTheSignerSignedIsValidAndCanBeRead() throws JoseException {
        CertificateCheck check = CertificateCheck.of(signed(signer, "signer"), keys);

        assertThat(check).isInstanceOfSatisfying(CertificateCheck.Valid.class, valid -> {
            assertThat(valid.keyId()).isEqualTo("signer");
            assertThat(valid.statement().path("stage").asText()).isEqualTo("APP");
        });
    }

    @Test
    void aChangedCertificateIsNotValid() throws JoseException {
        String[] parts = signed(signer, "signer").split("\\.");
        String other = signed(signer, "signer", STATEMENT.replace("ff", "fe")).split("\\.")[1];

        assertThat(CertificateCheck.of(parts[0] + "." + other + "." + parts[2], keys))
                .isInstanceOf(CertificateCheck.Invalid.class);
    }

    @Test
    void anothersSignatureUnderTheSignersNameIsNotValid() throws JoseException {
        assertThat(CertificateCheck.of(signed(key("signer"), "signer"), keys))
                .isInstanceOf(CertificateCheck.Invalid.class);
    }

    @Test
    void anUnknownKeyIsNotValid() throws JoseException {
        assertThat(CertificateCheck.of(signed(signer, "stranger"), keys)).isInstanceOf(CertificateCheck.Invalid.class);
    }

    @Test
    void aSymmetricSignatureIsNeverAccepted() throws JoseException {
        JsonWebSignature forged = new JsonWebSignature();
        forged.setPayload(STATEMENT);
        forged.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        forged.setKeyIdHeaderValue("signer");
        forged.setKey(new HmacKey(new byte[32]));

        assertThat(CertificateCheck.of(forged.getCompactSerialization(), keys))
                .isInstanceOf(CertificateCheck.Invalid.class);
    }

    @Test
    void somethingElseIsNotValid() {
        assertThat(CertificateCheck.of("hello", keys)).isInstanceOf(CertificateCheck.Invalid.class);
    }

    private static OctetKeyPairJsonWebKey key(String id) {
        try {
            OctetKeyPairJsonWebKey key = OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String publicOnly(JsonWebKey key) {
        return new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private static String signed(OctetKeyPairJsonWebKey key, String keyId) throws JoseException {
        return signed(key, keyId, STATEMENT);
    }

    private static String signed(OctetKeyPairJsonWebKey key, String keyId, String statement) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(statement);
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        signature.setKeyIdHeaderValue(keyId);
        signature.setKey(key.getPrivateKey());
        return signature.getCompactSerialization();
    }
}
