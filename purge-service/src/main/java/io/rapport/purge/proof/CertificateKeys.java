package io.rapport.purge.proof;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * The key that signs and those that signed before: what was certified under an earlier key can be checked for ever. To
 * rotate, the public half of the old key is put to the former ones and a new key takes its place.
 */
@Singleton
public class CertificateKeys {

    private final SigningKey current;
    private final List<OctetKeyPairJsonWebKey> published;

    /**
     * @param file PKCS#8 in PEM, a mounted secret
     * @param former a folder with the public keys of those before, in PEM
     */
    CertificateKeys(
            @ConfigProperty(name = "rapport.certificate.key-file") Path file,
            @ConfigProperty(name = "rapport.certificate.former-keys-dir") Optional<Path> former) {
        this.current = SigningKey.read(file);
        this.published = Stream.concat(
                        Stream.of(current.publicKey()),
                        former.stream().flatMap(CertificateKeys::files).map(SigningKey::readPublic))
                .toList();
    }

    /** A mounted secret also holds links and folders of its own, all of which begin with a dot. */
    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("The former certificate keys cannot be read", e);
        }
    }

    /** A compact JWS over the payload. */
    String sign(String payload) {
        return current.sign(payload);
    }

    /** @return the payload if one of our keys signed it and the signature holds */
    String verify(String compact) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(
                new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA));
        signature.setCompactSerialization(compact);
        OctetKeyPairJsonWebKey key = published.stream()
                .filter(one -> one.getKeyId().equals(signature.getKeyIdHeaderValue()))
                .findFirst()
                .orElseThrow(() -> new JoseException("the key is not ours"));
        signature.setKey(key.getPublicKey());
        if (!signature.verifySignature()) {
            throw new JoseException("the signature does not hold");
        }
        return new String(signature.getPayloadBytes(), StandardCharsets.UTF_8);
    }

    /** The public keys as a JWK set, the present one first, for checking without us. */
    String jwks() {
        return new JsonWebKeySet(published).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }
}
