package io.rapport.consent.page;

import io.rapport.consent.decision.ConsentViews.Present;
import io.rapport.consent.decision.Decision;
import io.rapport.consent.decision.Options;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What stands in the form before it is saved.
 *
 * @param excluded groups to leave out, as they were pasted: what is no id stays visible until it is taken off
 * @param roles groups of the role filter, likewise
 * @param version the ETag of what the administrator saw
 * @param search the beginning of a group's name to look for; empty if none
 */
public record Draft(Options options, List<String> excluded, List<String> roles, String version, String search) {

    static Draft of(Present present) {
        return new Draft(
                present.view().options(),
                texts(present.view().excludedGroups()),
                texts(present.view().roleGroups()),
                present.version(),
                "");
    }

    static Draft of(MultivaluedMap<String, String> form) {
        String drop = text(form, "drop");
        return new Draft(
                new Options(form.containsKey("each"), form.containsKey("aggregated"), form.containsKey("identifiable")),
                entries(form, "excluded", drop),
                entries(form, "roles", drop),
                text(form, "version"),
                text(form, "search").strip());
    }

    private static List<String> texts(List<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }

    static String text(MultivaluedMap<String, String> form, String field) {
        return Objects.requireNonNullElse(form.getFirst(field), "");
    }

    /** However they are separated, each once, without the one that was taken off. */
    private static List<String> entries(MultivaluedMap<String, String> form, String field, String drop) {
        Set<String> entries = new LinkedHashSet<>();
        form.getOrDefault(field, List.of()).stream()
                .flatMap(pasted -> Arrays.stream(pasted.split("[\\s,;]+")))
                .filter(entry -> !entry.isEmpty() && !entry.equals(drop))
                .forEach(entries::add);
        return List.copyOf(entries);
    }

    /** What would be decided. Without the permission that feeds insights groups have no meaning and are left aside. */
    Decision decision() {
        boolean groups = options.identifiableInsights();
        return new Decision(options, groups ? ids(excluded) : List.of(), groups ? ids(roles) : List.of());
    }

    /** Entries that cannot be a group's id. */
    public List<String> malformed() {
        return options.identifiableInsights()
                ? Stream.concat(excluded.stream(), roles.stream())
                        .filter(entry -> id(entry).isEmpty())
                        .toList()
                : List.of();
    }

    private static List<UUID> ids(List<String> entries) {
        return entries.stream().map(Draft::id).flatMap(Optional::stream).toList();
    }

    static Optional<UUID> id(String entry) {
        try {
            UUID id = UUID.fromString(entry);
            return id.toString().equalsIgnoreCase(entry) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
