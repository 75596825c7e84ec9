package io.rapport.stack;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What the parts of one stack must know of each other and nobody else may: made at random on the first start and kept in
 * files that only their owner can read.
 */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Properties values;

    private Secrets(Properties values) {
        this.values = values;
    }

    /** Reads the directory's secrets, making those that are not there yet. */
    public static Secrets of(StackDirectory directory) {
        try {
            if (!Files.exists(directory.rootKey())) {
                write(directory.rootKey(), Base64.getEncoder().encodeToString(random(32)));
            }
            if (!Files.exists(directory.certificateKey())) {
                write(directory.certificateKey(), pem(signingKey()));
            }
            return new Secrets(complete(directory.secrets()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the issuer's clients. */
    public String clientSecret() {
        return value("issuer.client-secret");
    }

    /** Of our application at Microsoft Graph. */
    public String graphSecret() {
        return value("graph.client-secret");
    }

    /** Encrypts what the pages keep in a browser's cookies; the same for all services. */
    public String sessionSecret() {
        return value("pages.session-secret");
    }

    /** Of PostgreSQL's superuser. */
    public String postgresPassword() {
        return value("postgres.password");
    }

    /** Of a service's database role. */
    public String databasePassword(ServiceName service) {
        return value(service.database() + ".password");
    }

    @Override
    public String toString() {
        return "Secrets[…]";
    }

    private String value(String name) {
        return values.getProperty(name);
    }

    /** The file's secrets; a name that a newer version brings is added to it. */
    private static Properties complete(Path file) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        Properties values = new Properties();
        values.load(new StringReader(before));
        StringBuilder text = new StringBuilder(before);
        names().filter(name -> !values.containsKey(name)).forEach(name -> {
            values.setProperty(name, password());
            text.append(name).append('=').append(values.getProperty(name)).append('\n');
        });
        if (!text.toString().equals(before)) {
            write(file, text.toString());
        }
        return values;
    }

    private static Stream<String> names() {
        return Stream.concat(
                Stream.of("issuer.client-secret", "graph.client-secret", "pages.session-secret", "postgres.password"),
                Arrays.stream(ServiceName.values()).map(service -> service.database() + ".password"));
    }

    private static String password() {
        return HexFormat.of().formatHex(random(20));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static byte[] signingKey() {
        try {
            return KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(byte[] pkcs8) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(pkcs8);
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
