package io.rapport.simulator.mail;

import org.jspecify.annotations.Nullable;

/** A sender or recipient; Exchange leaves out either part now and then. Prints nothing of itself. */
public record EmailAddress(@Nullable String name, @Nullable String address) {

    @Override
    public String toString() {
        return "EmailAddress[hidden]";
    }
}
