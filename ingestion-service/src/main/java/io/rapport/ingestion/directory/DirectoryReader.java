package io.rapport.ingestion.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.RequestInformation;
import io.rapport.contracts.ids.UserId;
import io.rapport.ingestion.fetch.ClosedFieldList;
import io.rapport.ingestion.fetch.GraphReader;
import io.rapport.ingestion.fetch.Permit;
import io.rapport.ingestion.fold.Insiders;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads a tenant's users with their proxy addresses, and its verified domains. */
@Singleton
public class DirectoryReader {

    private static final int PAGE = 999;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GraphReader graph;

    DirectoryReader(GraphReader graph) {
        this.graph = graph;
    }

    /** @throws io.rapport.ingestion.fetch.Halt if it cannot be read */
    public TenantDirectory read(GraphServiceClient client, Permit permit) {
        Map<UserId, Person> people = new HashMap<>();
        Set<String> addresses = new HashSet<>();
        RequestInformation request = client.users().toGetRequestInformation(configuration -> {
            var query = Objects.requireNonNull(configuration.queryParameters);
            query.select = ClosedFieldList.ofUsers();
            query.top = PAGE;
        });
        for (Optional<RequestInformation> next = Optional.of(request); next.isPresent(); ) {
            JsonNode page = graph.read(client, next.get(), permit, DirectoryReader::tree);
            for (JsonNode user : page.path("value")) {
                Person person = person(user);
                people.put(UserId.of(user.path("id").asText()), person);
                addresses.addAll(person.addresses());
            }
            next = Optional.ofNullable(page.path("@odata.nextLink").textValue())
                    .map(link -> client.users().withUrl(link).toGetRequestInformation());
        }
        return new TenantDirectory(new Insiders(domains(client, permit), Set.copyOf(addresses)), people);
    }

    private Set<String> domains(GraphServiceClient client, Permit permit) {
        RequestInformation request = client.organization()
                .toGetRequestInformation(configuration -> Objects.requireNonNull(configuration.queryParameters).select =
                        ClosedFieldList.ofOrganization());
        JsonNode answer = graph.read(client, request, permit, DirectoryReader::tree);
        Set<String> domains = new HashSet<>();
        for (JsonNode organization : answer.path("value")) {
            organization
                    .path("verifiedDomains")
                    .forEach(domain -> domains.add(domain.path("name").asText().toLowerCase(Locale.ROOT)));
        }
        return domains;
    }

    private static JsonNode tree(byte[] json, int length) throws IOException {
        return JSON.readTree(json, 0, length);
    }

    /** A guest's address is outside: only proxy addresses of people of the tenant make an insider. */
    private static Person person(JsonNode user) {
        boolean guest = user.path("userPrincipalName").asText().contains("#EXT#");
        Set<String> addresses = new HashSet<>();
        if (!guest) {
            add(addresses, user.path("mail").asText(""));
            add(addresses, user.path("userPrincipalName").asText(""));
            user.path("proxyAddresses").forEach(proxy -> {
                String text = proxy.asText();
                if (text.regionMatches(true, 0, "smtp:", 0, 5)) {
                    add(addresses, text.substring(5));
                }
            });
        }
        String address = user.path("mail").asText(user.path("userPrincipalName").asText());
        return new Person(
                address.toLowerCase(Locale.ROOT), user.path("displayName").asText(""), Set.copyOf(addresses));
    }

    private static void add(Set<String> addresses, String address) {
        if (!address.isBlank()) {
            addresses.add(address.strip().toLowerCase(Locale.ROOT));
        }
    }
}
