package io.rapport.stack.cli;

import io.rapport.stack.Platform;
import io.rapport.stack.Tokens;
import io.rapport.stack.part.Issuer;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints an access token of the running stack. */
@Command(name = "token", description = "Prints an access token of the running stack.")
final class TokenCommand implements Callable<Integer> {

    enum Role {
        admin,
        seller,
        user,
        ops,
        service
    }

    @Mixin
    Where where = new Where();

    @Option(names = "--role", required = true, paramLabel = "R", description = "${COMPLETION-CANDIDATES}")
    Role role = Role.user;

    @Option(names = "--user", paramLabel = "ADDRESS", description = "whose token it is")
    @Nullable
    String user;

    @Option(names = "--tenant", paramLabel = "GUID", description = "the tenant (the synthetic one)")
    UUID tenant = Platform.TENANT;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    boolean help;

    @Override
    public Integer call() {
        String address = user;
        if (role == Role.user && address == null) {
            throw Where.misuse(where.command, "--role user needs --user ADDRESS");
        }
        Tokens tokens = where.running().tokens();
        System.out.println(
                switch (role) {
                    case service -> tokens.service();
                    case admin, seller, user, ops ->
                        address == null
                                ? tokens.person(role.name(), tenant, Issuer.usualAddress(role.name()))
                                : tokens.person(role.name(), tenant, address.toLowerCase(Locale.ROOT));
                });
        return 0;
    }
}
