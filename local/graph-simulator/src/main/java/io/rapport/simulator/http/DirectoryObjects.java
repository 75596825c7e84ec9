package io.rapport.simulator.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedGroup.Kind;
import io.rapport.simulator.tenant.SimulatedSku;
import io.rapport.simulator.tenant.SimulatedUser;
import io.rapport.simulator.tenant.SimulatedUser.MailboxKind;
import io.rapport.simulator.tenant.SimulatedUser.UserType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Users, groups, products and verified domains. */
final class DirectoryObjects {

    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 999;
    private static final String EXCHANGE_PLAN = "efb87545-963c-4e0d-99df-69c6916d9eb0";
    private static final Pattern NAME_BEGINS = Pattern.compile("startswith\\(displayName,\\s*'((?:[^']|'')*)'\\)");
    private static final Set<String> USER = Set.of(
            "id",
            "displayName",
            "mail",
            "userPrincipalName",
            "proxyAddresses",
            "userType",
            "assignedPlans",
            "accountEnabled",
            "onPremisesSyncEnabled");
    private static final Set<String> USER_DEFAULT = Set.of("id", "displayName", "mail", "userPrincipalName");

    private DirectoryObjects() {}

    static Answer users(Call call) {
        call.need("User.Read.All", "Directory.Read.All");
        call.allow("$select", "$top", "$filter", "$count", "$skiptoken");
        return page(
                call, call.tenant().users().stream().filter(filter(call)::test).toList());
    }

    static Answer user(Call call, SimulatedUser user) {
        call.need("User.Read.All", "Directory.Read.All");
        call.allow("$select");
        Set<String> select = call.select(USER).orElse(USER_DEFAULT);
        return Page.json(json -> {
            json.writeStringField("@odata.context", call.base() + "/$metadata#users/$entity");
            write(json, user, select);
        });
    }

    /** Groups whose name begins with a text, in any case; Graph compares so. */
    static Answer groups(Call call) {
        call.need("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All");
        call.allow("$select", "$top", "$filter");
        Matcher prefix = NAME_BEGINS.matcher(call.query().getOrDefault("$filter", ""));
        if (!prefix.matches()) {
            throw new GraphError(400, "Request_UnsupportedQuery", "Unsupported or invalid query filter.");
        }
        String begins = prefix.group(1).replace("''", "'");
        List<SimulatedGroup> found = call.tenant().groups().stream()
                .filter(group -> group.displayName().regionMatches(true, 0, begins, 0, begins.length()))
                .limit(call.pageSize(DEFAULT_PAGE, MAX_PAGE))
                .toList();
        return Page.of(call, found, null, null, DirectoryObjects::write);
    }

    static Answer group(Call call, SimulatedGroup group) {
        call.need("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All");
        call.allow("$select");
        return Page.json(json -> {
            json.writeStringField("@odata.context", call.base() + "/$metadata#groups/$entity");
            write(json, group);
        });
    }

    private static void write(JsonGenerator json, SimulatedGroup group) throws IOException {
        json.writeStringField("id", group.id().toString());
        json.writeStringField("displayName", group.displayName());
        json.writeBooleanField("securityEnabled", group.kind() != Kind.DISTRIBUTION);
        json.writeBooleanField("mailEnabled", group.kind() == Kind.DISTRIBUTION);
        json.writeStringField("visibility", group.hiddenMembership() ? "HiddenMembership" : "Public");
        json.writeArrayFieldStart("groupTypes");
        if (group.kind() == Kind.DYNAMIC_SECURITY) {
            json.writeString("DynamicMembership");
        }
        json.writeEndArray();
    }

    /** A cast is an advanced query: the header on every page, and the count. */
    static Answer transitiveMembers(Call call, SimulatedGroup group) {
        call.need("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All");
        call.allow("$select", "$top", "$count", "$skiptoken");
        advanced(call);
        if (group.hiddenMembership() && !call.roles().contains("Member.Read.Hidden")) {
            throw new GraphError(
                    403, "Authorization_RequestDenied", "The membership is hidden; Member.Read.Hidden is needed.");
        }
        return page(call, call.tenant().transitiveMembers(group));
    }

    static Answer skus(Call call) {
        call.need("Organization.Read.All", "LicenseAssignment.Read.All", "Directory.Read.All");
        call.allow("$select");
        List<SimulatedSku> skus = call.tenant().skus();
        return Page.of(call, skus, null, null, (json, sku) -> {
            json.writeStringField("id", call.tenant().id() + "_" + sku.skuId());
            json.writeStringField("skuId", sku.skuId().toString());
            json.writeStringField("skuPartNumber", sku.partNumber());
            json.writeStringField("capabilityStatus", sku.capabilityStatus());
            json.writeStringField("appliesTo", "User");
            json.writeNumberField("consumedUnits", 1);
            json.writeObjectFieldStart("prepaidUnits");
            json.writeNumberField("enabled", "Enabled".equals(sku.capabilityStatus()) ? 100 : 0);
            json.writeNumberField("suspended", "Suspended".equals(sku.capabilityStatus()) ? 100 : 0);
            json.writeNumberField("warning", 0);
            json.writeNumberField("lockedOut", 0);
            json.writeEndObject();
            json.writeArrayFieldStart("servicePlans");
            for (SimulatedSku.Plan plan : sku.plans()) {
                json.writeStartObject();
                json.writeStringField("servicePlanId", plan.id().toString());
                json.writeStringField("servicePlanName", plan.name());
                json.writeStringField("provisioningStatus", plan.provisioningStatus());
                json.writeStringField("appliesTo", "User");
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    static Answer organization(Call call) {
        call.need("Organization.Read.All", "Directory.Read.All");
        call.allow("$select");
        return Page.of(call, List.of(call.tenant()), null, null, (json, tenant) -> {
            json.writeStringField("id", tenant.id().toString());
            json.writeArrayFieldStart("verifiedDomains");
            for (String domain : tenant.verifiedDomains()) {
                json.writeStartObject();
                json.writeStringField("name", domain);
                json.writeStringField("capabilities", "Email, OfficeCommunicationsOnline");
                json.writeBooleanField(
                        "isDefault", domain.equals(tenant.verifiedDomains().getFirst()));
                json.writeBooleanField("isInitial", false);
                json.writeStringField("type", "Managed");
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private interface UserFilter {
        boolean test(SimulatedUser user);
    }

    private static UserFilter filter(Call call) {
        String filter = call.query().get("$filter");
        if (filter == null) {
            if (call.query().containsKey("$count")) {
                advanced(call);
            }
            return user -> true;
        }
        return switch (filter.strip()) {
            case "userType eq 'Member'" -> user -> user.type() == UserType.MEMBER;
            case "userType ne 'Guest'" -> {
                advanced(call);
                yield user -> user.type() != UserType.GUEST;
            }
            case "accountEnabled eq true" -> user -> true;
            default -> throw new GraphError(400, "Request_UnsupportedQuery", "Unsupported or invalid query filter.");
        };
    }

    private static void advanced(Call call) {
        if (!call.eventual() || !"true".equals(call.query().get("$count"))) {
            throw new GraphError(
                    400,
                    "Request_UnsupportedQuery",
                    "The request needs the header ConsistencyLevel: eventual and $count=true.");
        }
    }

    private static Answer page(Call call, List<SimulatedUser> users) {
        Set<String> select = call.select(USER).orElse(USER_DEFAULT);
        int size = call.pageSize(DEFAULT_PAGE, MAX_PAGE);
        int first = skipToken(call, users);
        int last = Math.min(first + size, users.size());
        boolean counted = "true".equals(call.query().get("$count")) && first == 0;
        return Page.of(
                call,
                users.subList(first, last),
                counted ? (Long) (long) users.size() : null,
                last < users.size()
                        ? call.link("$skiptoken", token(users.get(last - 1).id()))
                        : null,
                (json, user) -> write(json, user, select));
    }

    /** Opaque: stands behind the last user seen, wherever that is now. */
    private static String token(UUID last) {
        return Base64.getUrlEncoder().encodeToString(("after:" + last).getBytes(StandardCharsets.UTF_8));
    }

    private static int skipToken(Call call, List<SimulatedUser> users) {
        String token = call.query().get("$skiptoken");
        if (token == null) {
            return 0;
        }
        try {
            String last = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).substring(6);
            return (int) users.stream()
                    .filter(user -> user.id().toString().compareTo(last) <= 0)
                    .count();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new GraphError(400, "Directory_ExpiredPageToken", "The page token is not valid.");
        }
    }

    private static void write(JsonGenerator json, SimulatedUser user, Set<String> select) throws IOException {
        json.writeStringField("id", user.id().toString());
        text(json, select, "displayName", user.displayName());
        text(json, select, "mail", user.address());
        text(json, select, "userPrincipalName", user.userPrincipalName());
        text(
                json,
                select,
                "userType",
                switch (user.type()) {
                    case MEMBER -> "Member";
                    case GUEST -> "Guest";
                    case NONE -> null;
                });
        if (select.contains("accountEnabled")) {
            json.writeBooleanField("accountEnabled", true);
        }
        if (select.contains("onPremisesSyncEnabled") && user.mailbox() == MailboxKind.ON_PREMISES) {
            json.writeBooleanField("onPremisesSyncEnabled", true);
        }
        if (select.contains("proxyAddresses")) {
            json.writeArrayFieldStart("proxyAddresses");
            if (user.address() != null) {
                json.writeString("SMTP:" + user.address());
            }
            for (String alias : user.aliases()) {
                json.writeString("smtp:" + alias);
            }
            json.writeEndArray();
        }
        if (select.contains("assignedPlans")) {
            json.writeArrayFieldStart("assignedPlans");
            if (user.licensed()) {
                json.writeStartObject();
                json.writeStringField("assignedDateTime", "2024-01-01T00:00:00Z");
                json.writeStringField("capabilityStatus", "Enabled");
                json.writeStringField("service", "exchange");
                json.writeStringField("servicePlanId", EXCHANGE_PLAN);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void text(
            JsonGenerator json, Set<String> select, String field, @org.jspecify.annotations.Nullable String value)
            throws IOException {
        if (!select.contains(field)) {
            return;
        }
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, value);
        }
    }
}
