package io.rapport.purge.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

    private static final String PAYLOAD = "{\"case\":\"00c0ffee00c0ffee\"}";

    @TempDir
    Path folder;

    @Test
    void whatItSignsHoldsAndIsCheckedWithThePublishedKeyAlone() throws Exception {
        SigningKey key = key("a.pem");
        String certificate = key.sign(PAYLOAD);

        assertThat(key.verify(certificate)).isEqualTo(PAYLOAD);
        JsonWebSignature elsewhere = new JsonWebSignature();
        elsewhere.setCompactSerialization(certificate);
        elsewhere.setKey(
                new JsonWebKeySet(key.jwks()).getJsonWebKeys().getFirst().getKey());
        assertThat(elsewhere.verifySignature()).isTrue();
        assertThat(key.jwks()).doesNotContain("\"d\"");
    }

    @Test
    void anyChangedByteFails() throws Exception {
        SigningKey key = key("a.pem");
        byte[] certificate = key.sign(PAYLOAD).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < certificate.length; i++) {
            byte[] changed = certificate.clone();
            changed[i] = (byte) (changed[i] == 'A' ? 'B' : 'A');
            String text = new String(changed, StandardCharsets.US_ASCII);
            // The last character of a part may carry bits that base64 ignores.
            if (i + 1 < certificate.length && certificate[i + 1] != '.') {
                assertThatThrownBy(() -> key.verify(text)).as("byte %d", i).isInstanceOf(JoseException.class);
            }
        }
    }

    @Test
    void anotherKeysSignatureIsNotOurs() throws Exception {
        assertThatThrownBy(() -> key("b.pem").verify(key("a.pem").sign(PAYLOAD)))
                .isInstanceOf(JoseException.class);
    }

    private SigningKey key(String name) throws IOException, NoSuchAlgorithmException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            byte[] pkcs8 = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            Files.writeString(
                    file,
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder().encodeToString(pkcs8)
                            + "\n-----END PRIVATE KEY-----\n");
        }
        return new SigningKey(file);
    }
}
