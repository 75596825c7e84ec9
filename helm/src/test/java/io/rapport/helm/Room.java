package io.rapport.helm;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What pods ask for together.
 *
 * @param memory in bytes
 */
record Room(double pods, double cpu, double memory) {

    private static final Room NONE = new Room(0, 0, 0);

    /** As many pods as autoscaling may make, and one more of each service that is replaced while it runs. */
    static Room ofServices(String rendered) {
        Map<String, Integer> most = new HashMap<>();
        Yaml.ofKind("ScaledObject", rendered)
                .forEach(scaled -> most.put(
                        scaled.at("/spec/scaleTargetRef/name").asText(),
                        scaled.at("/spec/maxReplicaCount").asInt()));
        var objects = Yaml.objects(rendered);
        for (var object : objects) {
            if (object instanceof HorizontalPodAutoscaler scaler) {
                most.put(
                        scaler.getSpec().getScaleTargetRef().getName(),
                        scaler.getSpec().getMaxReplicas());
            }
        }
        Room room = NONE;
        for (var object : objects) {
            if (object instanceof Deployment service) {
                Integer replicas = service.getSpec().getReplicas();
                int pods = most.getOrDefault(service.getMetadata().getName(), replicas == null ? 1 : replicas);
                boolean isReplacedRunning =
                        service.getSpec().getStrategy().getType().equals("RollingUpdate");
                room = room.and(ofPod(service).times(isReplacedRunning ? pods + 1 : pods));
            }
        }
        return room;
    }

    /** The Jobs of one tenant, by the chart's values for {@code jobs}. */
    static Room ofJobs(JsonNode jobs) {
        JsonNode requests = jobs.at("/resources/requests");
        return new Room(
                        1,
                        amount(new Quantity(requests.path("cpu").asText())),
                        amount(new Quantity(requests.path("memory").asText())))
                .times(jobs.path("atATime").asInt() * jobs.path("parallelism").asInt());
    }

    private static Room ofPod(Deployment service) {
        Room room = new Room(1, 0, 0);
        for (Container container : service.getSpec().getTemplate().getSpec().getContainers()) {
            Map<String, Quantity> requests = container.getResources().getRequests();
            room = room.and(new Room(0, amount(requests, "cpu"), amount(requests, "memory")));
        }
        return room;
    }

    Room and(Room other) {
        return new Room(pods + other.pods, cpu + other.cpu, memory + other.memory);
    }

    Room times(int count) {
        return new Room(pods * count, cpu * count, memory * count);
    }

    /** One of some quantities, in pods, CPUs or bytes. */
    static double amount(Map<String, Quantity> quantities, String name) {
        return amount(Objects.requireNonNull(quantities.get(name), name));
    }

    private static double amount(Quantity quantity) {
        return quantity.getNumericalAmount().doubleValue();
    }
}
