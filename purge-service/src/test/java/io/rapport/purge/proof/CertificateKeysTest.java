package io.rapport.purge.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateKeysTest {

    private static final String PAYLOAD = "{\"case\":\"00c0ffee00c0ffee\"}";

    @TempDir
    Path folder;

    @TempDir
    Path former;

    @Test
    void whatItSignsHoldsAndIsCheckedWithThePublishedKeyAlone() throws Exception {
        CertificateKeys key = key("a.pem");
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
        CertificateKeys key = key("a.pem");
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

    @Test
    void whatAFormerKeySignedHoldsAfterTheRotation() throws Exception {
        String before = key("a.pem").sign(PAYLOAD);
        Files.copy(folder.resolve("a.pem.pub"), former.resolve("a.pem"));

        CertificateKeys rotated = key("b.pem");

        assertThat(rotated.verify(before)).isEqualTo(PAYLOAD);
        assertThat(new JsonWebKeySet(rotated.jwks()).getJsonWebKeys()).hasSize(2);
        assertThat(rotated.sign(PAYLOAD)).isNotEqualTo(before);
        assertThat(rotated.jwks()).doesNotContain("\"d\"");
    }

    private CertificateKeys key(String name) throws IOException, NoSuchAlgorithmException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            write(file, "PRIVATE KEY", pair.getPrivate().getEncoded());
            write(folder.resolve(name + ".pub"), "PUBLIC KEY", pair.getPublic().getEncoded());
        }
        return new CertificateKeys(file, Optional.of(former));
    }

    private static void write(Path file, String what, byte[] key) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(key) + "\n-----END " + what
                        + "-----\n");
    }
}
