package io.rapport.purge.proof;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** The Ed25519 key that signs certificates. Its key id is the RFC 7638 thumbprint of the public key. */
@Singleton
public class SigningKey {

    private final KeyPair pair;
    private final String keyId;

    /** @param file PKCS#8 in PEM, a mounted secret */
    SigningKey(@ConfigProperty(name = "rapport.certificate.key-file") Path file) {
        try {
            this.pair = read(Files.readString(file));
            this.keyId = publicKey().calculateBase64urlEncodedThumbprint("SHA-256");
        } catch (IOException e) {
            throw new UncheckedIOException("The certificate key cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificate key must be Ed25519 in PKCS#8", e);
        }
    }

    private static KeyPair read(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        EdECPrivateKey key = (EdECPrivateKey) KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
        byte[] seed = key.getBytes()
                .orElseThrow(() -> new GeneralSecurityException("the key does not show its private part"));
        // The JDK has no way from a private to a public key; generating from the same seed gives the same pair.
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        });
        return generator.generateKeyPair();
    }

    /** A compact JWS over the payload. */
    String sign(String payload) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        signature.setKeyIdHeaderValue(keyId);
        signature.setHeader("typ", "rapport-deletion-certificate+jws");
        signature.setKey(pair.getPrivate());
        signature.setPayload(payload);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("Signing failed", e);
        }
    }

    /** @return the payload if the signature is ours and holds */
    String verify(String compact) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(new org.jose4j.jwa.AlgorithmConstraints(
                org.jose4j.jwa.AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA));
        signature.setCompactSerialization(compact);
        signature.setKey(pair.getPublic());
        if (!keyId.equals(signature.getKeyIdHeaderValue()) || !signature.verifySignature()) {
            throw new JoseException("the signature does not hold");
        }
        return new String(signature.getPayloadBytes(), StandardCharsets.UTF_8);
    }

    /** The public key as a JWK set, for checking without us. */
    String jwks() {
        JsonWebKey key = publicKey();
        key.setKeyId(keyId);
        key.setUse("sig");
        key.setAlgorithm(AlgorithmIdentifiers.EDDSA);
        return new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private OctetKeyPairJsonWebKey publicKey() {
        return new OctetKeyPairJsonWebKey((EdECPublicKey) pair.getPublic());
    }
}
