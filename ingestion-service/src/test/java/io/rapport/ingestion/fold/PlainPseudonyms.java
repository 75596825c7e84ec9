package io.rapport.ingestion.fold;

import java.util.Objects;

/** Pseudonyms that a test can foretell. */
final class PlainPseudonyms implements Pseudonyms {

    @Override
    public long conversation(String conversationId) {
        return conversationId.hashCode();
    }

    @Override
    public long meeting(String iCalUId, long start) {
        return Objects.hash(iCalUId, start);
    }
}
