package io.rapport.stack.cli;

import io.rapport.stack.Platform;
import io.rapport.stack.ServiceName;
import io.rapport.stack.cli.process.RunningStack;
import io.rapport.stack.cli.screen.Screen;

/** Where everything is, and what to try. */
final class Overview {

    private final RunningStack stack;
    private final Screen screen;

    Overview(RunningStack stack, Screen screen) {
        this.stack = stack;
        this.screen = screen;
    }

    void urls() {
        screen.line(String.format(
                "  %-18s%s — sign in as administrator, seller, user or operator",
                "Pages", stack.endpoints().pagesUrl()));
        for (ServiceName service : ServiceName.values()) {
            screen.line(String.format(
                    "  %-18s%s", service.folder(), stack.endpoints().url(service)));
        }
        screen.line(String.format("  %-18s%s", "token issuer", stack.endpoints().issuerUrl()));
        screen.line(
                String.format("  %-18s%s", "Microsoft Graph", stack.endpoints().graphUrl()));
        screen.line(String.format(
                "  %-18s%s/tenants/%s", "its people", stack.endpoints().simulatorUrl(), Platform.TENANT));
        screen.line(String.format(
                "  %-18s127.0.0.1:%d", "PostgreSQL", stack.endpoints().postgres()));
        screen.line(String.format("  %-18s%s", "Kafka", stack.endpoints().kafkaBootstrap()));
        screen.line(String.format("  %-18s%s", "directory", stack.directory().root()));
        screen.line(String.format("  %-18s%s", "time", stack.clock().now()));
    }

    void examples() {
        String insights = stack.endpoints().url(ServiceName.INSIGHTS).toString();
        String consent = stack.endpoints().url(ServiceName.CONSENT).toString();
        screen.line("  curl -H \"Authorization: Bearer $(./rapport token --role seller)\" '" + insights
                + "/api/v1/contacts?sort=interactions&limit=5'");
        screen.line(
                "  curl -H \"Authorization: Bearer $(./rapport token --role admin)\" " + consent + "/api/v1/consent");
        screen.line("  ./rapport status");
        screen.line("  ./rapport withdraw      then  ./rapport clock +25h  and  ./rapport status");
    }
}
