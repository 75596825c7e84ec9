package io.rapport.stack;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.rapport.stack.part.QuietLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A platform for {@code @QuarkusTest}s. Arguments: {@code service} names the service under test, {@code with} real
 * packaged services beside it (comma-separated), {@code mailboxes}, {@code emailsPerMonth} and {@code seed} the mail.
 * Fields of type {@link Platform}, {@link Tokens} and {@link ServiceProcess} (the first of {@code with}) are filled.
 */
public final class PlatformResource implements QuarkusTestResourceLifecycleManager {

    private Map<String, String> arguments = Map.of();
    private @Nullable Platform platform;
    private final List<ServiceProcess> beside = new ArrayList<>();

    @Override
    public void init(Map<String, String> initArgs) {
        arguments = Map.copyOf(initArgs);
    }

    @Override
    public Map<String, String> start() {
        ServiceName underTest = ServiceName.of(arguments.getOrDefault("service", ""));
        PlatformOptions small = PlatformOptions.small();
        Platform started = Platform.start(small.mail(
                Integer.parseInt(argument("mailboxes", small.mailboxes())),
                Integer.parseInt(argument("emailsPerMonth", small.emailsPerMonth())),
                Long.parseLong(argument("seed", small.seed()))));
        platform = started;
        for (String name : arguments.getOrDefault("with", "").split(",", -1)) {
            if (!name.isBlank()) {
                beside.add(started.start(ServiceName.of(name.strip())));
            }
        }
        Map<String, String> config = new HashMap<>(started.configFor(underTest));
        config.put("quarkus.http.test-port", String.valueOf(config.remove("quarkus.http.port")));
        for (String noisy : QuietLog.parts()) {
            config.put("quarkus.log.category.\"" + noisy + "\".level", "WARN");
        }
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        Platform running = platform;
        if (running == null) {
            return;
        }
        injector.injectIntoFields(running, new TestInjector.MatchesType(Platform.class));
        injector.injectIntoFields(running.tokens(), new TestInjector.MatchesType(Tokens.class));
        if (!beside.isEmpty()) {
            injector.injectIntoFields(beside.getFirst(), new TestInjector.MatchesType(ServiceProcess.class));
        }
    }

    @Override
    public void stop() {
        beside.reversed().forEach(ServiceProcess::close);
        beside.clear();
        if (platform != null) {
            platform.close();
            platform = null;
        }
    }

    private String argument(String name, Object otherwise) {
        return arguments.getOrDefault(name, otherwise.toString());
    }
}
