package io.rapport.contracts.purge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;

/**
 * How much of an epoch one asset (table, topic, key, folder) held.
 *
 * @param asset stable name such as {@code insights.edge}
 * @param method how it goes: {@code drop}, {@code delete}, {@code crypto-erase}, {@code expire}
 * @param count rows, files or keys
 * @param note what an auditor should know of it, without personal data; may be empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AssetCount(
        String asset,
        String method,
        long count,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String note) {

    /** A note that was not told is an empty one. */
    public AssetCount {
        note = Objects.requireNonNullElse(note, "");
    }

    public AssetCount(String asset, String method, long count) {
        this(asset, method, count, "");
    }

    /** One of each asset, with all its counts together, in the order in which they came. */
    public static List<AssetCount> sum(Stream<AssetCount> counts) {
        return merge(counts, Math::addExact);
    }

    /** One of each asset, with the largest of its counts, in the order in which they came. */
    public static List<AssetCount> largest(Stream<AssetCount> counts) {
        return merge(counts, Math::max);
    }

    private static List<AssetCount> merge(Stream<AssetCount> counts, LongBinaryOperator together) {
        Map<String, AssetCount> merged = new LinkedHashMap<>();
        counts.forEach(one -> merged.merge(
                one.asset,
                one,
                (a, b) -> new AssetCount(a.asset, a.method, together.applyAsLong(a.count, b.count), a.note)));
        return List.copyOf(merged.values());
    }
}
