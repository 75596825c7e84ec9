package io.rapport.consent.keys;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.keys.KeyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import reactor.core.publisher.Mono;

/**
 * The part of Azure Key Vault's published REST contract that the ring uses (create, get, wrap and unwrap, delete, deleted
 * keys, purge), spoken over TLS to the official SDK: with soft delete, a window, and purging allowed or not.
 */
final class SimulatedKeyVault implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final OAEPParameterSpec OAEP_256 =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    private static final RetryOptions IMPATIENT = new RetryOptions(new FixedDelayOptions(1, Duration.ofMillis(50)));
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Finding primes takes seconds: tests share the keys, no vault uses one twice, and they are shorter than asked for. */
    private static final List<KeyPair> PAIRS = new ArrayList<>();

    private static final int BITS = 2048;

    private final HttpsServer server;
    private final SSLContext tls;
    private final Map<String, Kept> keys = new HashMap<>();
    private final Map<String, Kept> deleted = new HashMap<>();
    private int days;
    private final boolean purgeable;
    private int created;

    private record Kept(String version, KeyPair pair) {}

    /**
     * @param days how long deleted keys are remembered
     * @param purgeable false for a vault with purge protection
     */
    SimulatedKeyVault(Path folder, int days, boolean purgeable) throws IOException, GeneralSecurityException {
        this.days = days;
        this.purgeable = purgeable;
        this.tls = tls(folder);
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    /** The adapter under test, with the official SDK between it and this vault. */
    RootKeys root() {
        TokenCredential credential = request -> Mono.just(new AccessToken(
                "token", Instant.EPOCH.plus(Duration.ofDays(36_500)).atOffset(ZoneOffset.UTC)));
        var http = new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(tls)).build();
        // The SDK insists on a host below the domain that a challenge names; ours is localhost.
        return new KeyVaultRoot(
                new KeyClientBuilder()
                        .vaultUrl(url())
                        .credential(credential)
                        .httpClient(http)
                        .retryOptions(IMPATIENT)
                        .disableChallengeResourceVerification()
                        .buildClient(),
                id -> new CryptographyClientBuilder()
                        .keyIdentifier(id)
                        .credential(credential)
                        .httpClient(http)
                        .retryOptions(IMPATIENT)
                        .disableChallengeResourceVerification()
                        .buildClient(),
                "rapport-ring");
    }

    /** What an operator may do at any time. */
    synchronized void rememberFor(int longer) {
        days = longer;
    }

    synchronized int keys() {
        return keys.size();
    }

    synchronized int remembered() {
        return deleted.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
            exchange.getResponseHeaders()
                    .add(
                            "WWW-Authenticate",
                            "Bearer authorization=\"https://login.example/" + new UUID(1, 1)
                                    + "\", resource=\"https://localhost\"");
            answer(exchange, 401, error("Unauthorized"));
            return;
        }
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readAllBytes();
            JsonNode asked = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            List<String> path =
                    List.of(exchange.getRequestURI().getPath().substring(1).split("/"));
            route(exchange, exchange.getRequestMethod(), path, asked);
        } catch (GeneralSecurityException e) {
            answer(exchange, 400, error("BadParameter"));
        }
    }

    private void route(HttpExchange exchange, String method, List<String> path, JsonNode asked)
            throws IOException, GeneralSecurityException {
        String name = path.size() > 1 ? path.get(1) : "";
        if (path.getFirst().equals("deletedkeys")) {
            ofDeleted(exchange, method, name);
        } else if (path.getLast().equals("create")) {
            create(exchange, name, asked.path("key_size").asInt());
        } else if (!keys.containsKey(name)) {
            answer(exchange, 404, error("KeyNotFound"));
        } else if (path.getLast().equals("wrapkey")) {
            crypt(exchange, name, Cipher.ENCRYPT_MODE, asked);
        } else if (path.getLast().equals("unwrapkey")) {
            crypt(exchange, name, Cipher.DECRYPT_MODE, asked);
        } else if (method.equals("DELETE")) {
            Kept key = keys.remove(name);
            deleted.put(name, key);
            answer(exchange, 200, deletion(name, key));
        } else {
            answer(exchange, 200, bundle(name, keys.get(name)));
        }
    }

    private void ofDeleted(HttpExchange exchange, String method, String name) throws IOException {
        if (!deleted.containsKey(name)) {
            answer(exchange, 404, error("KeyNotFound"));
        } else if (method.equals("DELETE") && purgeable) {
            deleted.remove(name);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else if (method.equals("DELETE")) {
            answer(exchange, 403, error("Forbidden"));
        } else {
            answer(exchange, 200, deletion(name, deleted.get(name)));
        }
    }

    private void create(HttpExchange exchange, String name, int bits) throws IOException, GeneralSecurityException {
        if (bits != 3072) {
            answer(exchange, 400, error("BadParameter"));
            return;
        }
        if (deleted.containsKey(name)) {
            answer(exchange, 409, error("Conflict"));
            return;
        }
        keys.put(name, new Kept(UUID.randomUUID().toString().replace("-", ""), pair(created++)));
        answer(exchange, 200, bundle(name, keys.get(name)));
    }

    private static KeyPair pair(int number) throws GeneralSecurityException {
        synchronized (PAIRS) {
            if (number == PAIRS.size()) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(BITS);
                PAIRS.add(generator.generateKeyPair());
            }
            return PAIRS.get(number);
        }
    }

    private void crypt(HttpExchange exchange, String name, int mode, JsonNode asked)
            throws IOException, GeneralSecurityException {
        Kept key = java.util.Objects.requireNonNull(keys.get(name));
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                mode,
                mode == Cipher.ENCRYPT_MODE
                        ? key.pair().getPublic()
                        : key.pair().getPrivate(),
                OAEP_256);
        byte[] result =
                cipher.doFinal(Base64.getUrlDecoder().decode(asked.path("value").asText()));
        answer(exchange, 200, Map.of("kid", id(name, key), "value", URL.encodeToString(result)));
    }

    private Map<String, Object> bundle(String name, Kept key) {
        RSAPublicKey rsa = (RSAPublicKey) key.pair().getPublic();
        Map<String, Object> bundle = new LinkedHashMap<>();
        bundle.put(
                "key",
                Map.of(
                        "kid", id(name, key),
                        "kty", "RSA",
                        "key_ops", List.of("wrapKey", "unwrapKey"),
                        "n", URL.encodeToString(unsigned(rsa.getModulus().toByteArray())),
                        "e", URL.encodeToString(rsa.getPublicExponent().toByteArray())));
        bundle.put(
                "attributes",
                Map.of(
                        "enabled",
                        true,
                        "created",
                        1_700_000_000,
                        "updated",
                        1_700_000_000,
                        "recoverableDays",
                        days,
                        "recoveryLevel",
                        "CustomizedRecoverable" + (purgeable ? "+Purgeable" : "")));
        return bundle;
    }

    private Map<String, Object> deletion(String name, Kept key) {
        Map<String, Object> bundle = bundle(name, key);
        bundle.put("recoveryId", url() + "/deletedkeys/" + name);
        bundle.put("deletedDate", 1_800_000_000);
        bundle.put("scheduledPurgeDate", 1_800_000_000 + days * 86_400L);
        return bundle;
    }

    private String id(String name, Kept key) {
        return url() + "/keys/" + name + "/" + key.version();
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? java.util.Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private static Map<String, Object> error(String code) {
        return Map.of("error", Map.of("code", code, "message", code));
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static SSLContext tls(Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("vault.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "vault",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        try (InputStream out = keytool.getInputStream()) {
            out.readAllBytes();
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("vault", keys.getCertificate("vault"));
        trusted.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
