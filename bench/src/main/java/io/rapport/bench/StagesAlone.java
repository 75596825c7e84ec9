package io.rapport.bench;

import io.rapport.bench.StageReader.Mail;
import io.rapport.bench.StageReader.Stage;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What it costs to read a month of mail stage by stage, each alone, and by the official SDK. For {@link PipelineBench}. */
final class StagesAlone {

    private final Platform platform;
    private final SimulatedTenant tenant;
    private final Window month;
    private final int emails;
    /** Of each start. */
    private final Map<Stage, List<Double>> costs = new EnumMap<>(Stage.class);

    /** @param emails of a mailbox in the month */
    StagesAlone(Platform platform, SimulatedTenant tenant, Window month, int emails) {
        this.platform = platform;
        this.tenant = tenant;
        this.month = month;
        this.emails = emails;
    }

    /** Each stage so many times, in processes of their own, one after the other. */
    void measure(int starts) throws IOException, InterruptedException {
        String token = token();
        for (int start = 0; start < starts; start++) {
            for (Stage stage : Stage.values()) {
                costs.computeIfAbsent(stage, any -> new ArrayList<>()).add(measure(stage, token));
            }
        }
    }

    /** CPU seconds a million emails, median of all starts. */
    double cost(Stage stage) {
        List<Double> sorted =
                Objects.requireNonNull(costs.get(stage)).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private double measure(Stage stage, String token) throws IOException, InterruptedException {
        List<String> users = tenant.users().stream()
                .limit(stage.mailboxes)
                .map(user -> user.id().toString())
                .toList();
        Process process = StageReader.start(stage, new Mail(platform.graphUrl(), month, emails, users), token);
        try (BufferedReader printed = process.inputReader()) {
            double seconds = Double.parseDouble(String.valueOf(printed.readLine()));
            process.waitFor();
            return seconds;
        }
    }

    private String token() throws IOException, InterruptedException {
        Map<String, String> config = platform.configFor(ServiceName.INGESTION);
        String form = "grant_type=client_credentials&client_id=" + config.get("rapport.graph.client-id")
                + "&client_secret=" + config.get("rapport.graph.client-secret")
                + "&scope=" + URLEncoder.encode("https://graph.microsoft.com/.default", StandardCharsets.UTF_8);
        try (HttpClient http = HttpClient.newHttpClient()) {
            String answer = http.send(
                            HttpRequest.newBuilder(URI.create(config.get("rapport.graph.login-url") + "/" + tenant.id()
                                            + "/oauth2/v2.0/token"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(form))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return answer.replaceFirst("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
        }
    }
}
