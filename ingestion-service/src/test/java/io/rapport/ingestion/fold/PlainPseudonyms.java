package io.rapport.ingestion.fold;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Pseudonyms that a test can foretell. */
final class PlainPseudonyms implements Pseudonyms {

    @Override
    public long conversation(byte[] holding, int from, int until) {
        return new String(holding, from, until - from, StandardCharsets.UTF_8).hashCode();
    }

    @Override
    public long meeting(String iCalUId, long start) {
        return Objects.hash(iCalUId, start);
    }
}
