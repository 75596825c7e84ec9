package io.rapport.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.client.Answer;
import io.rapport.stack.cli.client.Api;
import io.rapport.stack.cli.process.RunningStack;
import io.rapport.stack.cli.screen.Screen;
import io.rapport.stack.cli.story.Batches;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the running stack is and how far it has come. */
@Command(name = "status", description = "URLs, batches and deletion cases of the running stack.")
final class StatusCommand implements Callable<Integer> {

    @Mixin
    Where where = new Where();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    boolean help;

    @Override
    public Integer call() {
        RunningStack stack = where.running();
        Screen screen = Screen.of(System.out, System.getenv());
        Api api = new Api(stack.endpoints(), stack.tokens(), Platform.TENANT);
        new Overview(stack, screen).urls();
        consent(api, screen);
        batches(api, screen);
        cases(api, screen);
        return 0;
    }

    private static void consent(Api api, Screen screen) {
        JsonNode consent =
                api.asAdmin(ServiceName.CONSENT, "/api/v1/consent").get().body();
        screen.heading("Consent");
        String state = consent.path("state").asText("NONE");
        screen.line(
                "NONE".equals(state)
                        ? "  never given"
                        : "  epoch " + consent.path("epoch").asText() + " is " + state + ", granted "
                                + consent.path("grantedAt").asText()
                                + (consent.path("withdrawnAt").isTextual()
                                        ? ", withdrawn "
                                                + consent.path("withdrawnAt").asText()
                                        : ""));
    }

    private static void batches(Api api, Screen screen) {
        Answer ingestion = api.asOps(ServiceName.INGESTION, "/api/v1/ingestion").get();
        screen.heading("Batches");
        if (!ingestion.ok() || ingestion.body().path("batches").isEmpty()) {
            screen.line("  none");
            return;
        }
        Batches.print(ingestion.body(), screen);
    }

    private static void cases(Api api, Screen screen) {
        Answer cases = api.asOps(ServiceName.PURGE, "/api/v1/deletion-cases").get();
        screen.heading("Deletion cases");
        JsonNode list = cases.body().isArray() ? cases.body() : cases.body().path("cases");
        if (list.isEmpty()) {
            screen.line("  none");
        }
        for (JsonNode one : list) {
            screen.line(String.format(
                    "  %s  %s  data gone by %s, backups by %s",
                    one.path("te").asText(),
                    one.path("state").asText(),
                    one.path("appDeadline").asText(),
                    one.path("backupDeadline").asText()));
        }
    }
}
