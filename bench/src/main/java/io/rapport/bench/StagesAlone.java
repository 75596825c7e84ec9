package io.rapport.bench;

import io.rapport.ingestion.fetch.ClosedFieldList;
import io.rapport.ingestion.fetch.Gunzip;
import io.rapport.ingestion.mailbox.Stages;
import io.rapport.ingestion.plan.Window;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.DoubleSupplier;

/** What it costs to read a month of mail stage by stage, each alone, and by the official SDK. For {@link PipelineBench}. */
final class StagesAlone {

    private static final String OWNER = "me@contoso-mail.example";
    private static final int PAGE_MESSAGES = 1_000;
    private static final double MILLION = 1e6;
    private static final int ROUNDS = 40;
    /** Different ones, as far as the tenant has them. */
    private static final int UNITS = 20;

    private static final List<String> SELECT = List.of(ClosedFieldList.ofMessages());
    private static final int SDK_WARM_UP = 100;
    private static final int SDK_MAILBOXES = 200;

    private final Platform platform;
    private final SimulatedTenant tenant;
    private final Window month;
    private final int emails;
    private final HttpClient http = HttpClient.newHttpClient();
    private String graphToken = "";

    /** @param emails of a mailbox in the month */
    StagesAlone(Platform platform, SimulatedTenant tenant, Window month, int emails) {
        this.platform = platform;
        this.tenant = tenant;
        this.month = month;
        this.emails = emails;
    }

    /**
     * CPU seconds a million emails.
     *
     * @param inflateAndFold as the worker does it on this machine
     * @param jdkInflateAndFold the same where there is nothing but a JDK
     * @param sdk fetching and its models
     */
    record Costs(double fetch, double inflateAndFold, double jdkInflateAndFold, double sdk) {

        Costs mean(Costs other) {
            return new Costs(
                    (fetch + other.fetch) / 2,
                    (inflateAndFold + other.inflateAndFold) / 2,
                    (jdkInflateAndFold + other.jdkInflateAndFold) / 2,
                    (sdk + other.sdk) / 2);
        }
    }

    Costs measure() throws Exception {
        List<List<byte[]>> units = units();
        double fold = inflateAndFold(units, Gunzip.ofWorker());
        double jdkFold = inflateAndFold(units, Gunzip.ofJdk());
        // Of this thread, since the simulator answers in the same process.
        double fetch = perMillion(units, CpuTime::ofThread, unit -> pages(0).size());
        return new Costs(fetch, fold, jdkFold, sdk());
    }

    private double inflateAndFold(List<List<byte[]>> units, Gunzip gunzip) throws Exception {
        return perMillion(units, CpuTime::ofSelf, unit -> Stages.inflateAndFold(unit, gunzip, month, OWNER));
    }

    /** The same pages by the official SDK, CPU seconds a million. */
    private double sdk() throws IOException, InterruptedException {
        List<String> users = tenant.users().stream()
                .limit(SDK_WARM_UP + SDK_MAILBOXES)
                .map(user -> user.id().toString())
                .toList();
        Process reader = SdkReader.start(
                platform.graphUrl(),
                filter(month.start(), month.end()),
                SELECT,
                Math.min(SDK_WARM_UP, users.size() / 2),
                users,
                token());
        try (BufferedReader printed = reader.inputReader()) {
            double seconds = Double.parseDouble(String.valueOf(printed.readLine()));
            reader.waitFor();
            return seconds;
        }
    }

    private static String filter(Instant from, Instant until) {
        return "receivedDateTime ge " + from + " and receivedDateTime lt " + until;
    }

    private interface Stage {
        int run(List<byte[]> unit) throws Exception;
    }

    private double perMillion(List<List<byte[]>> units, DoubleSupplier cpu, Stage stage) throws Exception {
        double spent = 0;
        long messages = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double before = cpu.getAsDouble();
            int kept = 0;
            for (List<byte[]> unit : units) {
                kept += stage.run(unit);
            }
            if (kept == 0) {
                throw new IllegalStateException("nothing was done");
            }
            // The first rounds warm up.
            if (round >= ROUNDS / 2) {
                spent += cpu.getAsDouble() - before;
                messages += (long) units.size() * emails;
            }
        }
        return spent / (messages / MILLION);
    }

    /** Of each different mailbox the pages as they come over the wire. */
    private List<List<byte[]>> units() throws IOException, InterruptedException {
        List<List<byte[]>> units = new ArrayList<>();
        for (int mailbox = 0; mailbox < Math.min(UNITS, tenant.users().size()); mailbox++) {
            units.add(pages(mailbox));
        }
        return units;
    }

    private List<byte[]> pages(int mailbox) throws IOException, InterruptedException {
        String token = token();
        UUID user = tenant.users().get(mailbox).id();
        List<byte[]> pages = new ArrayList<>();
        int parts = Math.ceilDiv(emails, PAGE_MESSAGES * 9 / 10);
        long seconds = Duration.between(month.start(), month.end()).toSeconds();
        for (int part = 0; part < parts; part++) {
            String filter = filter(
                    month.start().plusSeconds(seconds * part / parts),
                    month.start().plusSeconds(seconds * (part + 1) / parts));
            URI uri = URI.create(platform.graphUrl() + "/users/" + user + "/messages?$top=1000&$select="
                    + String.join(",", SELECT) + "&$filter="
                    + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20"));
            pages.add(http.send(
                            HttpRequest.newBuilder(uri)
                                    .header("Authorization", "Bearer " + token)
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body());
        }
        return pages;
    }

    private String token() throws IOException, InterruptedException {
        if (graphToken.isEmpty()) {
            Map<String, String> config = platform.configFor(ServiceName.INGESTION);
            String form = "grant_type=client_credentials&client_id=" + config.get("rapport.graph.client-id")
                    + "&client_secret=" + config.get("rapport.graph.client-secret")
                    + "&scope=" + URLEncoder.encode("https://graph.microsoft.com/.default", StandardCharsets.UTF_8);
            String answer = http.send(
                            HttpRequest.newBuilder(URI.create(config.get("rapport.graph.login-url") + "/" + tenant.id()
                                            + "/oauth2/v2.0/token"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(form))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            graphToken = answer.replaceFirst("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
        }
        return graphToken;
    }
}
