package io.rapport.contracts.purge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How much of an epoch one asset (table, topic, key, folder) held.
 *
 * @param asset stable name such as {@code insights.edge}
 * @param method how it goes: {@code drop}, {@code delete}, {@code crypto-erase}, {@code expire}
 * @param count rows, files or keys
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AssetCount(String asset, String method, long count) {}
