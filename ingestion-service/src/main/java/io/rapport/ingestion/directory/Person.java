package io.rapport.ingestion.directory;

import java.util.Set;

/**
 * The owner of a mailbox.
 *
 * @param addresses primary and proxy addresses, lower case
 */
public record Person(String address, String name, Set<String> addresses) {

    @Override
    public String toString() {
        return "Person[hidden]";
    }
}
