package io.rapport.consent.directory;

import com.microsoft.graph.core.tasks.PageIterator;
import com.microsoft.graph.models.AssignedPlan;
import com.microsoft.graph.models.GroupCollectionResponse;
import com.microsoft.graph.models.SubscribedSkuCollectionResponse;
import com.microsoft.graph.models.User;
import com.microsoft.graph.models.UserCollectionResponse;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.ApiException;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import io.quarkus.runtime.Startup;
import io.rapport.consent.eligibility.Product;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.graph.GraphClients;
import io.rapport.graph.GraphCount;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The directory through the official SDK. */
@Startup // without a way to prove who we are at Graph there is no service
@Singleton
public class GraphDirectory implements Directory {

    private static final int PAGE = 999;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int SAMPLE = 10;
    private static final int FOUND = 20;

    private final GraphClients clients;

    GraphDirectory(GraphClients clients) {
        this.clients = clients;
    }

    @Override
    public List<Product> products(TenantId tenant) {
        SubscribedSkuCollectionResponse answer =
                clients.of(tenant).subscribedSkus().get();
        return orEmpty(answer == null ? null : answer.getValue()).stream()
                .map(sku -> new Product(
                        String.valueOf(sku.getSkuPartNumber()),
                        String.valueOf(sku.getCapabilityStatus()),
                        orEmpty(sku.getServicePlans()).stream()
                                .filter(plan -> plan.getServicePlanId() != null)
                                .map(plan -> new Product.Plan(
                                        Objects.requireNonNull(plan.getServicePlanId()),
                                        String.valueOf(plan.getServicePlanName()),
                                        String.valueOf(plan.getProvisioningStatus())))
                                .toList()))
                .toList();
    }

    @Override
    public Set<UserId> licensedUsers(TenantId tenant) {
        GraphServiceClient graph = clients.of(tenant);
        Set<UserId> users = new HashSet<>();
        UserCollectionResponse first = graph.users().get(request -> {
            var query = Objects.requireNonNull(request.queryParameters);
            query.select = new String[] {"id", "assignedPlans"};
            query.top = PAGE;
        });
        eachUser(graph, first, user -> {
            boolean mailbox = orEmpty(user.getAssignedPlans()).stream().anyMatch(GraphDirectory::exchange);
            if (mailbox) {
                users.add(UserId.of(Objects.requireNonNull(user.getId())));
            }
        });
        return users;
    }

    private static boolean exchange(AssignedPlan plan) {
        return "exchange".equalsIgnoreCase(plan.getService()) && "Enabled".equalsIgnoreCase(plan.getCapabilityStatus());
    }

    @Override
    public Group group(TenantId tenant, UUID id) {
        GraphServiceClient graph = clients.of(tenant);
        com.microsoft.graph.models.Group found;
        try {
            found = graph.groups()
                    .byGroupId(id.toString())
                    .get(request -> Objects.requireNonNull(request.queryParameters).select =
                            new String[] {"id", "displayName", "securityEnabled", "groupTypes"});
        } catch (ODataError e) {
            if (e.getResponseStatusCode() == NOT_FOUND) {
                return new Group.Unknown();
            }
            throw e;
        }
        if (found == null) {
            return new Group.Unknown();
        }
        String name = String.valueOf(found.getDisplayName());
        return Boolean.TRUE.equals(found.getSecurityEnabled())
                ? members(graph, id, name, orEmpty(found.getGroupTypes()).contains("DynamicMembership"))
                : new Group.NoSecurityGroup(name);
    }

    private static Group members(GraphServiceClient graph, UUID id, String name, boolean dynamic) {
        Set<UserId> users = new HashSet<>();
        List<String> sample = new ArrayList<>();
        try {
            UserCollectionResponse first = graph.groups()
                    .byGroupId(id.toString())
                    .transitiveMembers()
                    .graphUser()
                    .get(request -> {
                        var query = Objects.requireNonNull(request.queryParameters);
                        query.select = new String[] {"id", "displayName"};
                        query.top = PAGE;
                        query.count = true;
                        request.headers.add("ConsistencyLevel", "eventual");
                    });
            eachUser(graph, first, user -> {
                users.add(UserId.of(Objects.requireNonNull(user.getId())));
                if (sample.size() < SAMPLE && user.getDisplayName() != null) {
                    sample.add(user.getDisplayName());
                }
            });
            return new Group.Readable(name, dynamic, users, sample);
        } catch (ODataError e) {
            return switch (e.getResponseStatusCode()) {
                case NOT_FOUND -> new Group.Unknown();
                case FORBIDDEN -> new Group.Hidden(name);
                default -> throw e;
            };
        }
    }

    @Override
    public List<Found> search(TenantId tenant, String begins) {
        GroupCollectionResponse answer = clients.of(tenant).groups().get(request -> {
            var query = Objects.requireNonNull(request.queryParameters);
            query.filter = "startswith(displayName,'" + begins.replace("'", "''") + "')";
            query.select = new String[] {"id", "displayName", "securityEnabled"};
            query.top = FOUND;
        });
        return orEmpty(answer == null ? null : answer.getValue()).stream()
                .filter(group -> Boolean.TRUE.equals(group.getSecurityEnabled()))
                .map(group -> new Found(
                        UUID.fromString(Objects.requireNonNull(group.getId())), String.valueOf(group.getDisplayName())))
                .sorted(Comparator.comparing(Found::name))
                .toList();
    }

    @Override
    public long messages(TenantId tenant, UserId user, Instant from, Instant until) {
        GraphServiceClient graph = clients.of(tenant);
        RequestInformation request = graph.users()
                .byUserId(user.toString())
                .messages()
                .count()
                .toGetRequestInformation(configuration -> Objects.requireNonNull(configuration.queryParameters).filter =
                        "receivedDateTime ge " + from + " and receivedDateTime lt " + until);
        HashMap<String, ParsableFactory<? extends Parsable>> errors = new HashMap<>();
        errors.put("XXX", ODataError::createFromDiscriminatorValue);
        try (InputStream body = graph.getRequestAdapter().sendPrimitive(request, errors, InputStream.class)) {
            return body == null ? 0 : GraphCount.read(body);
        } catch (ODataError e) {
            if (e.getResponseStatusCode() == NOT_FOUND) {
                return 0;
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Each {
        void user(User user);
    }

    /** The header for advanced queries is not carried by nextLink, so it goes with every page. */
    private static void eachUser(GraphServiceClient graph, @Nullable UserCollectionResponse first, Each each) {
        if (first == null) {
            return;
        }
        try {
            new PageIterator.Builder<User, UserCollectionResponse>()
                    .client(graph)
                    .collectionPage(first)
                    .collectionPageFactory(UserCollectionResponse::createFromDiscriminatorValue)
                    .requestConfigurator(request -> {
                        request.headers.tryAdd("ConsistencyLevel", "eventual");
                        return request;
                    })
                    .processPageItemCallback(user -> {
                        each.user(user);
                        return true;
                    })
                    .build()
                    .iterate();
        } catch (ReflectiveOperationException e) {
            if (e instanceof InvocationTargetException wrapped && wrapped.getCause() instanceof ApiException cause) {
                throw cause;
            }
            throw new IllegalStateException("The SDK's page iterator failed", e);
        }
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
