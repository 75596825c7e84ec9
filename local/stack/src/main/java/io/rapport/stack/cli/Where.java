package io.rapport.stack.cli;

import io.rapport.stack.Checkout;
import io.rapport.stack.cli.process.RunningStack;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the stack keeps its things. */
final class Where {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(names = "--dir", paramLabel = "D", description = "the stack's directory (.rapport in the checkout)")
    @Nullable
    Path dir;

    Path base() {
        Path given = dir;
        return given == null
                ? Checkout.root().resolve(".rapport")
                : given.toAbsolutePath().normalize();
    }

    RunningStack running() {
        return RunningStack.find(base());
    }

    static ParameterException misuse(@Nullable CommandSpec command, String sentence) {
        if (command == null) {
            throw new IllegalStateException(sentence);
        }
        return new ParameterException(command.commandLine(), sentence);
    }
}
