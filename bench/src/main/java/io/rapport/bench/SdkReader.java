package io.rapport.bench;

import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.graph.models.Recipient;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The usual way to read mail headers: the official SDK as it comes, with its own HTTP client and its models, page after
 * page, and every person of every message looked at. Only read, neither folded nor stored. Run by {@link PipelineBench}
 * in a process of its own with a service's memory, so that its garbage and its compiling are counted as a service's are.
 */
@Command(name = "sdk", description = "Reads mailboxes with the SDK's models, for `pipeline`.", hidden = true)
@SuppressWarnings("NullAway.Init") // required options
final class SdkReader implements Callable<Integer> {

    private static final int PAGE = 1000;
    private static final double MILLION = 1e6;

    @Option(names = "--graph", required = true)
    URI graph;

    @Option(names = "--filter", required = true)
    String filter;

    @Option(names = "--select", required = true, split = ",")
    String[] select;

    /** How many of the users are read before anything is counted. */
    @Option(names = "--warm-up", required = true)
    int warmUp;

    @Option(names = "--users", required = true, split = ",")
    List<String> users;

    /** @return the process that does it, its token not among its arguments */
    static Process start(URI graph, String filter, List<String> select, int warmUp, List<String> users, String token)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName(),
                "sdk"));
        command.addAll(List.of("--graph", graph.toString(), "--filter", filter, "--select", String.join(",", select)));
        command.addAll(List.of("--warm-up", Integer.toString(warmUp), "--users", String.join(",", users)));
        ProcessBuilder process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().put("TOKEN", token);
        return process.start();
    }

    /** Prints CPU seconds a million messages. */
    @Override
    public Integer call() {
        GraphServiceClient client =
                new GraphServiceClient(new BaseBearerTokenAuthenticationProvider(new AccessTokenProvider() {
                    @Override
                    public String getAuthorizationToken(URI uri, @Nullable Map<String, Object> context) {
                        return Objects.requireNonNull(System.getenv("TOKEN"));
                    }

                    @Override
                    public AllowedHostsValidator getAllowedHostsValidator() {
                        return new AllowedHostsValidator(graph.getHost());
                    }
                }));
        client.getRequestAdapter().setBaseUrl(graph.toString());
        read(client, users.subList(0, warmUp));
        double before = CpuTime.ofSelf();
        long messages = read(client, users.subList(warmUp, users.size()));
        System.out.printf(Locale.ROOT, "%.3f%n", (CpuTime.ofSelf() - before) / (messages / MILLION));
        return 0;
    }

    /** On all cores, which are as busy as they are while the services read. */
    private long read(GraphServiceClient client, List<String> mailboxes) {
        return mailboxes.parallelStream()
                .mapToLong(mailbox -> read(client, mailbox))
                .sum();
    }

    private long read(GraphServiceClient client, String mailbox) {
        long messages = 0;
        MessageCollectionResponse page = client.users()
                .byUserId(mailbox)
                .messages()
                .get(request -> {
                    var query = Objects.requireNonNull(request.queryParameters);
                    query.filter = filter;
                    query.select = select;
                    query.top = PAGE;
                });
        while (page != null) {
            for (Message message : Objects.requireNonNull(page.getValue())) {
                messages += persons(message) > 0 ? 1 : 0;
            }
            String next = page.getOdataNextLink();
            page = next == null
                    ? null
                    : client.users().byUserId(mailbox).messages().withUrl(next).get();
        }
        return messages;
    }

    private static int persons(Message message) {
        int persons = address(message.getFrom());
        for (Recipient to : Objects.requireNonNull(message.getToRecipients())) {
            persons += address(to);
        }
        for (Recipient copy : Objects.requireNonNull(message.getCcRecipients())) {
            persons += address(copy);
        }
        return persons;
    }

    private static int address(@Nullable Recipient who) {
        return who == null
                        || who.getEmailAddress() == null
                        || who.getEmailAddress().getAddress() == null
                ? 0
                : 1;
    }
}
