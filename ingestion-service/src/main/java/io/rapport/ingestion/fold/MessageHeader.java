package io.rapport.ingestion.fold;

import java.util.List;

/**
 * What the fold knows of a message.
 *
 * @param type {@code @odata.type}, empty for plain mail
 * @param received seconds since 1970 UTC, or {@link #NO_DATE}
 * @param from empty if Graph gave none
 */
public record MessageHeader(
        String id,
        String conversation,
        String type,
        boolean draft,
        long received,
        Correspondent from,
        List<Correspondent> to,
        List<Correspondent> cc) {

    public static final long NO_DATE = Long.MIN_VALUE;

    @Override
    public String toString() {
        return "MessageHeader[hidden]";
    }
}
