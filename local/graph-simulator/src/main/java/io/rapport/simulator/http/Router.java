package io.rapport.simulator.http;

import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedUser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which call is meant by a path. */
final class Router {

    private Router() {}

    /** How a path reads in the request log. */
    record Named(String kind, @Nullable String object) {

        static Named of(List<String> path) {
            if (path.size() < 2) {
                return new Named(String.join("/", path), null);
            }
            String rest = path.size() == 2 ? "" : "/" + String.join("/", path.subList(2, path.size()));
            return new Named(path.size() > 2 ? rest.substring(1) : path.getFirst() + "/{id}", path.get(1));
        }
    }

    /** Whose mailbox a path (with the version) is about. */
    static Optional<String> mailbox(List<String> path) {
        boolean ofMailbox = path.size() > 3
                && path.get(1).equals("users")
                && Set.of("messages", "mailFolders", "calendarView").contains(path.get(3));
        return ofMailbox ? Optional.of(path.get(2)) : Optional.empty();
    }

    /** In resource units: what Microsoft names for the call, less one for a selection, at least one. */
    static int cost(List<String> path, Map<String, String> query) {
        int cost = switch (path.isEmpty() ? "" : path.getFirst()) {
            case "users" -> 2;
            case "groups" -> path.size() > 2 ? 5 : 3;
            default -> 3;
        };
        return Math.max(1, cost - (query.containsKey("$select") ? 1 : 0));
    }

    static Answer route(Call call) {
        List<String> path = call.path();
        return switch (path.isEmpty() ? "" : path.getFirst()) {
            case "users" -> users(call, path);
            case "groups" -> groups(call, path);
            case "subscribedSkus" -> only(path, DirectoryObjects.skus(call));
            case "organization" -> only(path, DirectoryObjects.organization(call));
            default -> throw unknown();
        };
    }

    private static Answer users(Call call, List<String> path) {
        if (path.size() == 1) {
            return DirectoryObjects.users(call);
        }
        SimulatedUser user = call.tenant()
                .user(path.get(1))
                .orElseThrow(() -> GraphError.notFound(
                        "Resource does not exist or one of its queried reference-property objects are not present."));
        return switch (String.join("/", path.subList(2, path.size()))) {
            case "" -> DirectoryObjects.user(call, user);
            case "messages" -> Messages.list(call, user);
            case "messages/$count" -> Messages.count(call, user);
            case "calendarView" -> CalendarView.list(call, user);
            case "calendarView/delta" -> throw Delta.ofEvents(call);
            case "mailFolders/inbox/messages/delta" -> Delta.ofMessages(call, user);
            default -> throw unknown();
        };
    }

    private static Answer groups(Call call, List<String> path) {
        if (path.size() == 1) {
            return DirectoryObjects.groups(call);
        }
        SimulatedGroup group = call.tenant()
                .group(path.get(1))
                .orElseThrow(() -> GraphError.notFound("Resource '" + path.get(1) + "' does not exist."));
        return switch (String.join("/", path.subList(2, path.size()))) {
            case "" -> DirectoryObjects.group(call, group);
            case "transitiveMembers/microsoft.graph.user", "transitiveMembers/graph.user" ->
                DirectoryObjects.transitiveMembers(call, group);
            default -> throw unknown();
        };
    }

    private static Answer only(List<String> path, Answer answer) {
        if (path.size() > 1) {
            throw unknown();
        }
        return answer;
    }

    private static GraphError unknown() {
        return new GraphError(400, "BadRequest", "Resource not found for the segment.");
    }
}
