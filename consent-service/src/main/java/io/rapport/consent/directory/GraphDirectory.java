package io.rapport.consent.directory;

import com.microsoft.graph.core.tasks.PageIterator;
import com.microsoft.graph.models.AssignedPlan;
import com.microsoft.graph.models.SubscribedSku;
import com.microsoft.graph.models.SubscribedSkuCollectionResponse;
import com.microsoft.graph.models.User;
import com.microsoft.graph.models.UserCollectionResponse;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.ApiException;
import io.rapport.consent.eligibility.ServicePlan;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.graph.GraphClients;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The directory through the official SDK. */
@Singleton
public class GraphDirectory implements Directory {

    private static final int PAGE = 999;
    private static final Set<String> USABLE_PRODUCT = Set.of("enabled", "warning");

    /** EXCHANGE_S_FOUNDATION comes with most Dynamics products and is no mailbox. */
    private static final UUID FOUNDATION = UUID.fromString("113feb6c-3fe4-4440-bddc-54d774bf0318");

    private final GraphClients clients;

    GraphDirectory(GraphClients clients) {
        this.clients = clients;
    }

    @Override
    public List<ServicePlan> plans(TenantId tenant) {
        SubscribedSkuCollectionResponse answer =
                clients.of(tenant).subscribedSkus().get();
        return orEmpty(answer == null ? null : answer.getValue()).stream()
                .flatMap(sku -> orEmpty(sku.getServicePlans()).stream()
                        .filter(plan -> plan.getServicePlanId() != null)
                        .map(plan -> new ServicePlan(
                                Objects.requireNonNull(plan.getServicePlanId()).toString(),
                                usable(sku) && "Success".equalsIgnoreCase(plan.getProvisioningStatus()))))
                .toList();
    }

    private static boolean usable(SubscribedSku sku) {
        return USABLE_PRODUCT.contains(String.valueOf(sku.getCapabilityStatus()).toLowerCase(Locale.ROOT));
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
    public Membership members(TenantId tenant, UUID group) {
        GraphServiceClient graph = clients.of(tenant);
        Set<UserId> users = new HashSet<>();
        try {
            UserCollectionResponse first = graph.groups()
                    .byGroupId(group.toString())
                    .transitiveMembers()
                    .graphUser()
                    .get(request -> {
                        var query = Objects.requireNonNull(request.queryParameters);
                        query.select = new String[] {"id"};
                        query.top = PAGE;
                        query.count = true;
                        request.headers.add("ConsistencyLevel", "eventual");
                    });
            eachUser(graph, first, user -> users.add(UserId.of(Objects.requireNonNull(user.getId()))));
            return new Membership.Members(users);
        } catch (ODataError e) {
            if (e.getResponseStatusCode() == 404) {
                return new Membership.UnknownGroup();
            }
            throw e;
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
