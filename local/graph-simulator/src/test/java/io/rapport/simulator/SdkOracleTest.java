package io.rapport.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.core.tasks.PageIterator;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventMessage;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.graph.models.SubscribedSku;
import com.microsoft.graph.models.User;
import com.microsoft.graph.models.UserCollectionResponse;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the official SDK reads from the simulator is what the simulator holds, and nothing is left over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkOracleTest {

    private static final Instant NOW = Instant.parse("2026-06-15T10:00:00Z");
    private static final String SECRET = "test-secret";

    private final GraphSimulator simulator = GraphSimulator.start(SimulatorOptions.small(SECRET, NOW));
    private final SimulatedTenant tenant = simulator.tenant(GraphSimulator.TENANT);
    private final GraphServiceClient graph = client(GraphSimulator.TENANT);
    private final SimulatedUser owner = tenant.users().stream()
            .filter(user -> user.mailbox() == SimulatedUser.MailboxKind.CLOUD)
            .max(java.util.Comparator.comparingInt(
                    user -> tenant.mailbox(user.id()).orElseThrow().messages().size()))
            .orElseThrow();

    @BeforeAll
    void itIsWorthLookingAt() {
        assertThat(messages()).hasSizeGreaterThan(100);
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    @Test
    void listsAllUsersOverSeveralPages() throws Exception {
        UserCollectionResponse first = Objects.requireNonNull(graph.users().get(request -> {
            Objects.requireNonNull(request.queryParameters).top = 5;
            request.queryParameters.select =
                    new String[] {"id", "displayName", "mail", "proxyAddresses", "assignedPlans", "userType"};
        }));
        List<User> users = new ArrayList<>();
        new PageIterator.Builder<User, UserCollectionResponse>()
                .client(graph)
                .collectionPage(first)
                .collectionPageFactory(UserCollectionResponse::createFromDiscriminatorValue)
                .processPageItemCallback(users::add)
                .build()
                .iterate();

        assertThat(users)
                .extracting(User::getId)
                .containsExactlyElementsOf(tenant.users().stream()
                        .map(user -> user.id().toString())
                        .toList());
        assertThat(users)
                .allSatisfy(
                        user -> assertThat(leftOver(user.getAdditionalData())).isEmpty());
    }

    @Test
    void pagesAllMessagesOfAMailboxAndDropsNone() throws Exception {
        MessageCollectionResponse first = Objects.requireNonNull(graph.users()
                .byUserId(owner.id().toString())
                .messages()
                .get(request -> {
                    Objects.requireNonNull(request.queryParameters).top = 50;
                    request.queryParameters.select = new String[] {
                        "id",
                        "internetMessageId",
                        "conversationId",
                        "from",
                        "sender",
                        "toRecipients",
                        "ccRecipients",
                        "receivedDateTime",
                        "sentDateTime",
                        "isDraft"
                    };
                }));
        List<Message> read = new ArrayList<>();
        new PageIterator.Builder<Message, MessageCollectionResponse>()
                .client(graph)
                .collectionPage(first)
                .collectionPageFactory(MessageCollectionResponse::createFromDiscriminatorValue)
                .processPageItemCallback(read::add)
                .build()
                .iterate();

        assertThat(read)
                .extracting(Message::getId)
                .containsExactlyInAnyOrderElementsOf(
                        messages().stream().map(SimulatedMessage::id).toList());
        assertThat(read)
                .allSatisfy(message ->
                        assertThat(leftOver(message.getAdditionalData())).isEmpty());
        assertThat(read.stream().filter(EventMessage.class::isInstance))
                .hasSameSizeAs(messages().stream()
                        .filter(message -> message.subtype() != null)
                        .toList());
        assertThat(Objects.requireNonNull(read.getFirst().getReceivedDateTime()).toInstant())
                .isEqualTo(messages().getLast().receivedAt());
    }

    @Test
    void countsTheMessagesOfAHalfOpenSpan() {
        Instant from = Instant.parse("2026-03-01T00:00:00Z");
        Instant until = Instant.parse("2026-04-01T00:00:00Z");
        Integer count = graph.users()
                .byUserId(owner.id().toString())
                .messages()
                .count()
                .get(request -> Objects.requireNonNull(request.queryParameters).filter =
                        "receivedDateTime ge " + from + " and receivedDateTime lt " + until);

        assertThat(count)
                .isEqualTo(tenant.mailbox(owner.id())
                        .orElseThrow()
                        .between(from, until)
                        .size());
    }

    @Test
    void flattensNestedAndCyclicGroups() {
        String executives = tenant.groups().getFirst().id().toString();
        var members = Objects.requireNonNull(graph.groups()
                .byGroupId(executives)
                .transitiveMembers()
                .graphUser()
                .get(request -> {
                    Objects.requireNonNull(request.queryParameters).count = true;
                    request.headers.add("ConsistencyLevel", "eventual");
                }));

        Set<String> expected = tenant.transitiveMembers(tenant.groups().getFirst()).stream()
                .map(user -> user.id().toString())
                .collect(Collectors.toSet());
        assertThat(Objects.requireNonNull(members.getValue()))
                .extracting(User::getId)
                .containsExactlyInAnyOrderElementsOf(expected)
                .hasSize(2);
    }

    @Test
    void refusesAnAdvancedQueryWithoutItsHeader() {
        String executives = tenant.groups().getFirst().id().toString();

        assertThatThrownBy(() -> graph.groups()
                        .byGroupId(executives)
                        .transitiveMembers()
                        .graphUser()
                        .get())
                .isInstanceOfSatisfying(
                        ODataError.class,
                        e -> assertThat(e.getResponseStatusCode()).isEqualTo(400));
    }

    @Test
    void listsProductsWithTheirPlans() {
        List<SubscribedSku> skus = Objects.requireNonNull(
                Objects.requireNonNull(graph.subscribedSkus().get()).getValue());

        assertThat(skus).extracting(SubscribedSku::getSkuPartNumber).containsExactly("DYN365_SALES_PREMIUM", "SPE_E5");
        assertThat(skus)
                .allSatisfy(sku -> assertThat(leftOver(sku.getAdditionalData())).isEmpty());
    }

    @Test
    void showsWhatOverlapsASpanOfTheCalendar() {
        List<Event> events = Objects.requireNonNull(Objects.requireNonNull(graph.users()
                        .byUserId(owner.id().toString())
                        .calendarView()
                        .get(request -> {
                            Objects.requireNonNull(request.queryParameters).startDateTime = "2025-06-15T00:00:00Z";
                            request.queryParameters.endDateTime = "2026-06-15T00:00:00Z";
                            request.queryParameters.top = 1000;
                        }))
                .getValue());

        assertThat(events).hasSizeGreaterThan(20).allSatisfy(event -> {
            assertThat(leftOver(event.getAdditionalData())).isEmpty();
            assertThat(event.getOrganizer()).isNotNull();
        });
    }

    @Test
    void keepsBodiesFromAnApplicationThatMayReadHeaders() {
        assertThatThrownBy(() -> graph.users()
                        .byUserId(owner.id().toString())
                        .messages()
                        .get(request ->
                                Objects.requireNonNull(request.queryParameters).select = new String[] {"id", "body"}))
                .isInstanceOfSatisfying(
                        ODataError.class,
                        e -> assertThat(e.getResponseStatusCode()).isEqualTo(403));
    }

    @Test
    void refusesFiltersThatItDoesNotKnowAndOrdersThatItCannotServe() {
        assertThat(status("receivedDateTime eq 2026-01-01T00:00:00Z", null)).isEqualTo(400);
        assertThat(status("subject eq 'x'", null)).isEqualTo(400);
        assertThat(status(null, "receivedDateTime asc")).isEqualTo(400);
        assertThat(status("receivedDateTime ge 2026-01-01T00:00:00Z", "receivedDateTime asc"))
                .isEqualTo(200);
    }

    @Test
    void saysSoWhereThereIsNoMailboxInTheCloud() {
        SimulatedUser onPremises = tenant.users().stream()
                .filter(user -> user.mailbox() == SimulatedUser.MailboxKind.ON_PREMISES)
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> graph.users()
                        .byUserId(onPremises.id().toString())
                        .messages()
                        .get())
                .isInstanceOfSatisfying(
                        ODataError.class,
                        e -> assertThat(Objects.requireNonNull(e.getError()).getCode())
                                .isEqualTo("MailboxNotEnabledForRESTAPI"));
    }

    @Test
    void aTokenOfOneTenantShowsNothingOfAnother() {
        GraphServiceClient other = client(GraphSimulator.OTHER_TENANT);

        assertThatThrownBy(() -> other.users().byUserId(owner.id().toString()).get())
                .isInstanceOfSatisfying(
                        ODataError.class,
                        e -> assertThat(e.getResponseStatusCode()).isEqualTo(404));
    }

    @Test
    void logsWhoseMailboxWasAskedForAndWhatWasSelected() {
        long before = simulator.log().since(0).size();
        status("receivedDateTime ge 2026-01-01T00:00:00Z", null);

        var last = simulator.log().since(before).getLast();
        assertThat(last.user()).isEqualTo(owner.id().toString());
        assertThat(last.kind()).isEqualTo("messages");
    }

    @Test
    void theSameSeedGivesTheSameTenant() {
        try (GraphSimulator again = GraphSimulator.start(SimulatorOptions.small(SECRET, NOW))) {
            SimulatedTenant twin = again.tenant(GraphSimulator.TENANT);
            assertThat(twin.mailbox(owner.id()).orElseThrow().months())
                    .isEqualTo(tenant.mailbox(owner.id()).orElseThrow().months());
        }
    }

    @Test
    void mailboxSizesAreHeavyTailed() {
        List<Integer> sizes = tenant.mailboxes().values().stream()
                .map(mailbox -> mailbox.messages().size())
                .sorted()
                .toList();

        assertThat(sizes.getLast()).isGreaterThan(3 * sizes.get(sizes.size() / 2));
    }

    private int status(
            @org.jspecify.annotations.Nullable String filter, @org.jspecify.annotations.Nullable String order) {
        try {
            graph.users().byUserId(owner.id().toString()).messages().get(request -> {
                Objects.requireNonNull(request.queryParameters).filter = filter;
                request.queryParameters.orderby = order == null ? null : new String[] {order};
            });
            return 200;
        } catch (ODataError e) {
            return e.getResponseStatusCode();
        }
    }

    private List<SimulatedMessage> messages() {
        return tenant.mailbox(owner.id()).orElseThrow().messages();
    }

    private static Set<String> leftOver(Map<String, Object> additional) {
        Set<String> names = new HashSet<>(additional.keySet());
        names.removeIf(name -> name.startsWith("@odata."));
        return names;
    }

    private GraphServiceClient client(UUID id) {
        String token = token(id);
        AccessTokenProvider provider = new AccessTokenProvider() {
            @Override
            public String getAuthorizationToken(
                    URI uri, @org.jspecify.annotations.Nullable Map<String, Object> context) {
                return token;
            }

            @Override
            public AllowedHostsValidator getAllowedHostsValidator() {
                return new AllowedHostsValidator("127.0.0.1");
            }
        };
        GraphServiceClient client = new GraphServiceClient(
                new BaseBearerTokenAuthenticationProvider(provider),
                GraphClientFactory.create().build());
        client.getRequestAdapter().setBaseUrl(simulator.url() + "/v1.0");
        return client;
    }

    private String token(UUID id) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.url() + "/" + id + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=rapport&client_secret=" + SECRET
                                + "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String body =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new ObjectMapper().readTree(body).get("access_token").asText();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
