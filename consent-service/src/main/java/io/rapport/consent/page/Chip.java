package io.rapport.consent.page;

import io.rapport.consent.directory.ChosenGroup;
import io.rapport.consent.preview.Preview.GroupPreview;
import io.rapport.kit.page.Words;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A group in the form.
 *
 * @param entry as it was pasted
 * @param label its name, or the entry where it has none
 * @param about how many it leaves out or lets in and who, or why it cannot be used
 * @param usable false marks it
 */
public record Chip(String entry, String label, String about, boolean usable) {

    /** From a preview, which has asked the directory. */
    static List<Chip> of(List<String> entries, List<GroupPreview> groups) {
        return entries.stream()
                .map(entry -> known(entry, groups.stream(), GroupPreview::id)
                        .map(group -> of(entry, group))
                        .orElseGet(() -> unknown(entry)))
                .toList();
    }

    /** From what was last read, before the directory is asked. */
    static List<Chip> lastRead(List<String> entries, List<ChosenGroup> groups) {
        return entries.stream()
                .map(entry -> known(entry, groups.stream(), ChosenGroup::id)
                        .map(group -> new Chip(
                                entry,
                                group.name(),
                                Words.of(group.members(), "member"),
                                group.state() == ChosenGroup.State.READABLE))
                        .orElseGet(() -> unknown(entry)))
                .toList();
    }

    private static <T> Optional<T> known(String entry, Stream<T> groups, java.util.function.Function<T, UUID> id) {
        return Draft.id(entry)
                .flatMap(wanted ->
                        groups.filter(group -> id.apply(group).equals(wanted)).findFirst());
    }

    private static Chip of(String entry, GroupPreview group) {
        if (group.obstacle() != null) {
            return new Chip(entry, group.name().isEmpty() ? entry : group.name(), group.obstacle(), false);
        }
        String sample = group.sample().stream().limit(3).collect(Collectors.joining(", "));
        return new Chip(
                entry,
                group.name(),
                Words.of(group.members(), "member")
                        + (group.dynamic() ? ", chosen by a rule" : "")
                        + (sample.isEmpty() ? "" : ": " + sample + (group.members() > 3 ? ", …" : "")),
                true);
    }

    private static Chip unknown(String entry) {
        return new Chip(entry, entry, "This is no id of a group.", false);
    }
}
