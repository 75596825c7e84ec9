package io.rapport.stack.cli.story;

import io.rapport.stack.Platform;
import io.rapport.stack.cli.client.Api;
import io.rapport.stack.cli.process.RunningStack;
import io.rapport.stack.cli.screen.Screen;

/** What every step of the story works with. */
record Scene(RunningStack stack, Api api, Screen screen, Checks checks) {

    static Scene on(RunningStack stack, Screen screen) {
        return new Scene(
                stack, new Api(stack.endpoints(), stack.tokens(), Platform.TENANT), screen, new Checks(screen));
    }

    void say(String line) {
        screen.line("  " + line);
    }
}
