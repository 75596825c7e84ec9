package io.rapport.stack.cli;

import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.client.Answer;
import io.rapport.stack.cli.client.Api;
import io.rapport.stack.cli.process.Failure;
import io.rapport.stack.cli.process.RunningStack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Withdraws the consent of the running stack's tenant. */
@Command(name = "withdraw", description = "Withdraws the consent of the running stack's tenant.")
final class WithdrawCommand implements Callable<Integer> {

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
        Api api = new Api(stack.endpoints(), stack.tokens(), Platform.TENANT);
        Answer consent = api.asAdmin(ServiceName.CONSENT, "/api/v1/consent").get();
        if (!"ACTIVE".equals(consent.body().path("state").asText())) {
            throw new Failure("There is no active consent to withdraw.");
        }
        Answer answer = api.asAdmin(ServiceName.CONSENT, "/api/v1/consent")
                .header(
                        "If-Match",
                        consent.etag().orElse("\"" + consent.body().path("ver").asText() + "\""))
                .delete();
        if (!answer.ok()) {
            throw new Failure("The consent was not withdrawn: " + answer.reason());
        }
        System.out.println("Consent is withdrawn. Nothing is readable after "
                + answer.body().path("hiddenBy").asText() + "; the data is gone by "
                + answer.body().path("appDeadline").asText() + " at the latest, the backups by "
                + answer.body().path("backupDeadline").asText() + ". Follow it with ./rapport status.");
        return 0;
    }
}
