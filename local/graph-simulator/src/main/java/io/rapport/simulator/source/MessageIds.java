package io.rapport.simulator.source;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Immutable ids in the form of Exchange's: long, opaque, case-sensitive, different in every mailbox. */
final class MessageIds {

    private static final String PREFIX = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AmQ6nPmGzT0u5Vf8hNcKxZwAAAA";

    private MessageIds() {}

    static String of(UUID mailbox, int number) {
        byte[] bytes = ByteBuffer.allocate(28)
                .putLong(mailbox.getMostSignificantBits())
                .putLong(mailbox.getLeastSignificantBits())
                .putLong(number * 0x9E3779B97F4A7C15L)
                .putInt(number)
                .array();
        return PREFIX + Base64.getUrlEncoder().encodeToString(bytes);
    }
}
