package io.rapport.simulator.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All messages of one mailbox, all folders, by time received. */
public final class Mailbox {

    /** What one calendar month (UTC) holds: how many messages, and a digest over their ids in order. */
    public record Month(long messages, String digest) {}

    private final List<SimulatedMessage> messages;

    public Mailbox(List<SimulatedMessage> messages) {
        this.messages = messages.stream()
                .sorted(Comparator.comparing(SimulatedMessage::receivedAt).thenComparing(SimulatedMessage::id))
                .toList();
    }

    /** Oldest first. */
    public List<SimulatedMessage> messages() {
        return messages;
    }

    /** Those received in the half-open span, oldest first; a view, not a copy. */
    public List<SimulatedMessage> between(Instant from, Instant until) {
        int first = firstNotBefore(from);
        return messages.subList(first, Math.max(first, firstNotBefore(until)));
    }

    /** The truth that a complete reading must reproduce. */
    public Map<YearMonth, Month> months() {
        Map<YearMonth, List<SimulatedMessage>> byMonth = messages.stream()
                .collect(Collectors.groupingBy(
                        message -> YearMonth.from(message.receivedAt().atOffset(ZoneOffset.UTC)),
                        TreeMap::new,
                        Collectors.toList()));
        Map<YearMonth, Month> months = new TreeMap<>();
        byMonth.forEach((month, content) -> months.put(month, new Month(content.size(), digest(content))));
        return months;
    }

    private int firstNotBefore(Instant instant) {
        int low = 0;
        int high = messages.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (messages.get(middle).receivedAt().isBefore(instant)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static String digest(List<SimulatedMessage> content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            content.forEach(message -> digest.update(message.id().getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
