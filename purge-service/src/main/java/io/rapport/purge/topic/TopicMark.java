package io.rapport.purge.topic;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A place in a topic, by partition.
 *
 * @param topicId the broker's own: a topic made anew under the same name has another
 */
public record TopicMark(String topicId, Map<Integer, Long> offsets) {

    public TopicMark {
        offsets = Map.copyOf(offsets);
    }

    /** @param begins where each partition's log begins now; one that is no longer there holds nothing */
    boolean reachedBy(Map<Integer, Long> begins) {
        return offsets.entrySet().stream()
                .allMatch(mark -> begins.getOrDefault(mark.getKey(), Long.MAX_VALUE) >= mark.getValue());
    }

    /** As it is stored: {@code topicId;0=12,1=5}. */
    @Override
    public String toString() {
        return topicId
                + ";"
                + new TreeMap<>(offsets)
                        .entrySet().stream()
                                .map(mark -> mark.getKey() + "=" + mark.getValue())
                                .collect(Collectors.joining(","));
    }

    public static TopicMark parse(String text) {
        int end = text.indexOf(';');
        return new TopicMark(
                text.substring(0, end),
                Arrays.stream(text.substring(end + 1).split(","))
                        .map(mark -> mark.split("="))
                        .collect(Collectors.toMap(mark -> Integer.valueOf(mark[0]), mark -> Long.valueOf(mark[1]))));
    }
}
