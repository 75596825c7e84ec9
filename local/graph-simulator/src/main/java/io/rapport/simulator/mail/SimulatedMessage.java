package io.rapport.simulator.mail;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox's copy of a message.
 *
 * @param id differs from mailbox to mailbox
 * @param internetMessageId the same in every copy
 * @param from null, or without address, as Exchange sometimes has it
 * @param subtype {@code #microsoft.graph.eventMessageRequest} and the like; null for plain mail
 */
public record SimulatedMessage(
        String id,
        String internetMessageId,
        String conversationId,
        Instant sentAt,
        Instant receivedAt,
        @Nullable EmailAddress from,
        List<EmailAddress> to,
        List<EmailAddress> cc,
        boolean draft,
        @Nullable String subtype) {

    @Override
    public String toString() {
        return "SimulatedMessage[" + id + "]";
    }
}
