package io.rapport.stack.part;

import io.rapport.stack.ServiceName;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The gateway as a process of its own. */
public final class GatewayMain {

    private GatewayMain() {}

    /** What {@link #main} must be given. */
    public static List<String> arguments(int port, Map<ServiceName, Integer> services) {
        return Stream.concat(Stream.of(port), Stream.of(ServiceName.values()).map(services::get))
                .map(String::valueOf)
                .toList();
    }

    /** @param arguments port, then the port of each service in the order of {@link ServiceName} */
    public static void main(String[] arguments) {
        QuietLog.warningsToConsole();
        Map<ServiceName, Integer> services = new EnumMap<>(ServiceName.class);
        for (ServiceName service : ServiceName.values()) {
            services.put(service, Integer.valueOf(arguments[1 + service.ordinal()]));
        }
        int port = Integer.parseInt(arguments[0]);
        PartProcess.announce("http://127.0.0.1:" + port, Gateway.start(port, services));
    }
}
