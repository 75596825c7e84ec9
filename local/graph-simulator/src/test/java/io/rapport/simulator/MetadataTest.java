package io.rapport.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rapport.simulator.tenant.SimulatedTenant;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Everything the simulator serves is declared by Microsoft's own metadata, with that type. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetadataTest {

    private static final String SECRET = "test-secret";

    private final GraphSimulator simulator =
            GraphSimulator.start(SimulatorOptions.small(SECRET, Instant.parse("2026-06-15T10:00:00Z")));
    private final Wire wire = new Wire(simulator, GraphSimulator.TENANT, SECRET);
    private final SimulatedTenant tenant = simulator.tenant(GraphSimulator.TENANT);
    private final Map<String, Map<String, String>> properties = new HashMap<>();
    private final Map<String, String> bases = new HashMap<>();
    private final Map<String, List<String>> members = new HashMap<>();

    MetadataTest() throws Exception {
        try (InputStream csdl =
                Objects.requireNonNull(MetadataTest.class.getResourceAsStream("/graph-v1.0-cut.csdl"))) {
            Element schema = (Element) DocumentBuilderFactory.newNSInstance()
                    .newDocumentBuilder()
                    .parse(csdl)
                    .getElementsByTagNameNS("*", "Schema")
                    .item(0);
            for (String kind : List.of("EntityType", "ComplexType")) {
                for (Element type : elements(schema, kind)) {
                    Map<String, String> declared = new HashMap<>();
                    elements(type, "Property")
                            .forEach(property ->
                                    declared.put(property.getAttribute("Name"), property.getAttribute("Type")));
                    properties.put(type.getAttribute("Name"), declared);
                    bases.put(type.getAttribute("Name"), local(type.getAttribute("BaseType")));
                }
            }
            for (Element type : elements(schema, "EnumType")) {
                members.put(
                        type.getAttribute("Name"),
                        elements(type, "Member").stream()
                                .map(member -> member.getAttribute("Name"))
                                .toList());
            }
        }
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    @Test
    void messages() {
        check("message", wire.json("/users/" + anyone() + "/messages?$top=200").path("value"));
        check(
                "message",
                wire.json("/users/" + anyone() + "/messages?$top=50&$select=subject,bccRecipients")
                        .path("value"));
    }

    @Test
    void meetings() {
        check(
                "event",
                wire.json(
                                "/users/" + anyone()
                                        + "/calendarView?startDateTime=2026-01-01T00:00:00Z&endDateTime=2026-06-01T00:00:00Z&$top=200")
                        .path("value"));
    }

    @Test
    void people() {
        check(
                "user",
                wire.json("/users?$select=id,displayName,mail,userPrincipalName,proxyAddresses,userType,assignedPlans,"
                                + "accountEnabled,onPremisesSyncEnabled")
                        .path("value"));
    }

    @Test
    void groupsProductsAndTheOrganization() {
        check("group", wire.json("/groups/" + tenant.groups().getFirst().id()));
        check("subscribedSku", wire.json("/subscribedSkus").path("value"));
        check("organization", wire.json("/organization").path("value"));
    }

    private UUID anyone() {
        return tenant.mailboxes().entrySet().stream()
                .max(java.util.Comparator.comparingInt(
                        entry -> entry.getValue().messages().size()))
                .orElseThrow()
                .getKey();
    }

    private void check(String type, JsonNode value) {
        assertThat(value.isEmpty()).as("something of type %s is served", type).isFalse();
        if (value.isArray()) {
            value.forEach(one -> check(type, one));
            return;
        }
        value.fields().forEachRemaining(field -> {
            if (!field.getKey().startsWith("@odata.")) {
                String declared = declared(type, field.getKey());
                assertThat(declared).as("%s.%s", type, field.getKey()).isNotEmpty();
                fits(type + "." + field.getKey(), declared, field.getValue());
            }
        });
    }

    private void fits(String what, String type, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        if (type.startsWith("Collection(")) {
            assertThat(value.isArray()).as(what).isTrue();
            value.forEach(one -> fits(what, type.substring("Collection(".length(), type.length() - 1), one));
            return;
        }
        boolean right = switch (type) {
            case "Edm.String", "Edm.Guid" -> value.isTextual();
            case "Edm.Boolean" -> value.isBoolean();
            case "Edm.Int32", "Edm.Int64" -> value.isIntegralNumber();
            case "Edm.DateTimeOffset" -> value.isTextual() && Instant.parse(value.asText()) != null;
            default -> true;
        };
        assertThat(right).as("%s is %s", what, type).isTrue();
        String local = local(type);
        if (members.containsKey(local)) {
            assertThat(members.get(local)).as(what).contains(value.asText());
        } else if (properties.containsKey(local)) {
            check(local, value);
        } else {
            assertThat(type)
                    .as("%s is a type that the cut-down metadata holds", what)
                    .startsWith("Edm.");
        }
    }

    private String declared(String type, String property) {
        for (String one = type; !one.isEmpty(); one = bases.getOrDefault(one, "")) {
            String found = properties.getOrDefault(one, Map.of()).get(property);
            if (found != null) {
                return found;
            }
        }
        return "";
    }

    private static String local(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagNameNS("*", name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
