package io.rapport.purge.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** An Ed25519 key that signs certificates. */
final class SigningKey {

    private final KeyPair pair;

    private SigningKey(KeyPair pair) {
        this.pair = pair;
    }

    /** @param file PKCS#8 in PEM */
    static SigningKey read(Path file) {
        try {
            return new SigningKey(pair(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("A certificate key cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate key must be Ed25519 in PKCS#8", e);
        }
    }

    private static KeyPair pair(String pem) throws GeneralSecurityException {
        EdECPrivateKey key =
                (EdECPrivateKey) KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(body(pem)));
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
        signature.setKeyIdHeaderValue(publicKey().getKeyId());
        signature.setHeader("typ", "rapport-deletion-certificate+jws");
        signature.setKey(pair.getPrivate());
        signature.setPayload(payload);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("Signing failed", e);
        }
    }

    OctetKeyPairJsonWebKey publicKey() {
        return published((EdECPublicKey) pair.getPublic());
    }

    /** The public key alone, as it is published. @param file X.509 SubjectPublicKeyInfo in PEM */
    static OctetKeyPairJsonWebKey readPublic(Path file) {
        try {
            return published((EdECPublicKey) KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(body(Files.readString(file)))));
        } catch (IOException e) {
            throw new UncheckedIOException("A former certificate key cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A former certificate key must be a public Ed25519 key", e);
        }
    }

    /** With the RFC 7638 thumbprint as its id. */
    private static OctetKeyPairJsonWebKey published(EdECPublicKey key) {
        OctetKeyPairJsonWebKey published = new OctetKeyPairJsonWebKey(key);
        published.setKeyId(published.calculateBase64urlEncodedThumbprint("SHA-256"));
        published.setUse("sig");
        published.setAlgorithm(AlgorithmIdentifiers.EDDSA);
        return published;
    }

    private static byte[] body(String pem) {
        return Base64.getDecoder()
                .decode(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
    }
}
