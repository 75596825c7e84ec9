package io.rapport.simulator.http;

import io.rapport.simulator.tenant.SimulatedTenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One authenticated request.
 *
 * @param path segments after the version
 * @param query decoded
 * @param header by name, empty if absent
 * @param base scheme, host and version, for links
 */
record Call(
        SimulatedTenant tenant,
        Set<String> roles,
        List<String> path,
        Map<String, String> query,
        Function<String, Optional<String>> header,
        String base) {

    private static final Pattern MAX_PAGE = Pattern.compile("odata\\.maxpagesize\\s*=\\s*(\\d+)");

    /** @throws GraphError 400 if another query option is used */
    void allow(String... options) {
        Set<String> known = Set.of(options);
        for (String option : query.keySet()) {
            if (!known.contains(option)) {
                throw GraphError.invalidQuery("The query option '" + option + "' is not supported here.");
            }
        }
    }

    /** @throws GraphError 403 without one of the app roles */
    void need(String... anyOf) {
        for (String role : anyOf) {
            if (roles.contains(role)) {
                return;
            }
        }
        throw new GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }

    /** Advanced directory queries want the header and the count, on every page. */
    boolean eventual() {
        return header.apply("ConsistencyLevel")
                .filter("eventual"::equalsIgnoreCase)
                .isPresent();
    }

    /** The page size: $top, or the Prefer header, or the default. */
    int pageSize(int otherwise, int max) {
        String top = query.get("$top");
        if (top != null) {
            int size = number("$top", top);
            if (size < 1 || size > max) {
                throw GraphError.invalidQuery("$top must lie between 1 and " + max + ".");
            }
            return size;
        }
        Matcher preferred = MAX_PAGE.matcher(header.apply("Prefer").orElse(""));
        return preferred.find() ? Math.clamp(number("maxpagesize", preferred.group(1)), 1, max) : otherwise;
    }

    /** @throws GraphError 400 if a property is not among the known */
    Optional<Set<String>> select(Set<String> known) {
        return Optional.ofNullable(query.get("$select")).map(list -> {
            Set<String> selected =
                    List.of(list.split(",")).stream().map(String::strip).collect(Collectors.toSet());
            for (String property : selected) {
                if (!known.contains(property)) {
                    throw new GraphError(
                            400, "RequestBroker--ParseUri", "Could not find a property named '" + property + "'.");
                }
            }
            return selected;
        });
    }

    int skip() {
        int skip = query.containsKey("$skip") ? number("$skip", query.get("$skip")) : 0;
        if (skip < 0) {
            throw GraphError.invalidQuery("$skip must not be negative.");
        }
        return skip;
    }

    /** The same request with one option changed and others left out, absolute and encoded. */
    String link(String option, String value, String... without) {
        Map<String, String> next = new LinkedHashMap<>(query);
        next.keySet().removeAll(List.of(without));
        next.put(option, value);
        return base + "/" + path.stream().map(Call::encode).collect(Collectors.joining("/")) + "?"
                + next.entrySet().stream()
                        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static int number(String option, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw GraphError.invalidQuery(option + " must be a whole number.");
        }
    }
}
