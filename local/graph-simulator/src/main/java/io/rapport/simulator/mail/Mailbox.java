package io.rapport.simulator.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All messages of one mailbox, all folders, by time received. */
public final class Mailbox {

    /** What one calendar month (UTC) holds: how many messages, and a digest over their ids in order. */
    public record Month(long messages, String digest) {}

    /** Exchange keeps about so many states for change tracking. */
    private static final int GENERATIONS = 3;

    private final List<SimulatedMessage> messages;
    private final @Nullable Map<String, byte[]> pages;
    private final int generation;
    private final List<Mailbox> earlier;

    public Mailbox(List<SimulatedMessage> messages) {
        this(messages, false);
    }

    /**
     * @param keepsPages pages once served are kept compressed, so that serving them costs next to nothing; several users of
     *     a large tenant may hold one such mailbox
     */
    public Mailbox(List<SimulatedMessage> messages, boolean keepsPages) {
        this(messages, keepsPages, 1, List.of());
    }

    private Mailbox(List<SimulatedMessage> messages, boolean keepsPages, int generation, List<Mailbox> earlier) {
        this.generation = generation;
        this.earlier = earlier;
        this.pages = keepsPages ? new ConcurrentHashMap<>() : null;
        this.messages = messages.stream()
                .sorted(Comparator.comparing(SimulatedMessage::receivedAt).thenComparing(SimulatedMessage::id))
                .toList();
    }

    /** The same mailbox with other content. */
    public Mailbox changed(List<SimulatedMessage> content) {
        List<Mailbox> before = new ArrayList<>(earlier);
        before.add(this);
        int kept = Math.min(before.size(), GENERATIONS - 1);
        return new Mailbox(
                content, false, generation + 1, List.copyOf(before.subList(before.size() - kept, before.size())));
    }

    /** Counts up with every change. */
    public int generation() {
        return generation;
    }

    /** What it held then; 0 for nothing; empty if it is too long ago to be remembered. */
    public Optional<Mailbox> generation(int number) {
        if (number == 0) {
            return Optional.of(new Mailbox(List.of()));
        }
        return Stream.concat(earlier.stream(), Stream.of(this))
                .filter(one -> one.generation == number)
                .findFirst();
    }

    /** A page that was kept. @param asked everything that decides what it holds */
    public Optional<byte[]> kept(String asked) {
        return pages == null ? Optional.empty() : Optional.ofNullable(pages.get(asked));
    }

    /** Keeps a page, if this mailbox does. */
    public void keep(String asked, Supplier<byte[]> page) {
        if (pages != null) {
            pages.put(asked, page.get());
        }
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
