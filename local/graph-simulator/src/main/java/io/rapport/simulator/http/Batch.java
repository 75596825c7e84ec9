package io.rapport.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** {@code POST /$batch}: up to 20 requests in one, each with an answer of its own, of which some may fail. */
final class Batch {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 20;
    private static final int FAILED_DEPENDENCY = 424;

    private Batch() {}

    /** Answers a part by its path and encoded query. */
    interface Parts {
        Answer answer(String path, String query);
    }

    static Answer answer(byte[] body, Parts parts) {
        JsonNode requests = requests(body);
        Map<String, Integer> status = new HashMap<>();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode responses = answer.putArray("responses");
        for (JsonNode request : requests) {
            String id = request.path("id").asText();
            ObjectNode response = responses.addObject();
            response.put("id", id);
            boolean depends = false;
            for (JsonNode parent : request.path("dependsOn")) {
                depends |= status.getOrDefault(parent.asText(), FAILED_DEPENDENCY) >= 400;
            }
            Answer part = depends
                    ? error(new GraphError(FAILED_DEPENDENCY, "FailedDependency", "A request before it failed."))
                    : one(request.path("url").asText(), parts);
            status.put(id, part.status());
            response.put("status", part.status());
            response.putObject("headers").put("Content-Type", part.contentType());
            response.set("body", tree(part));
        }
        try {
            return new Answer(200, "application/json", JSON.writeValueAsBytes(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode requests(byte[] body) {
        JsonNode requests;
        try {
            requests = JSON.readTree(body).path("requests");
        } catch (IOException e) {
            throw malformed();
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode request : requests) {
            boolean relative = request.path("url").asText().startsWith("/");
            if (!ids.add(request.path("id").asText())
                    || !relative
                    || !"GET".equals(request.path("method").asText())) {
                throw malformed();
            }
        }
        if (!requests.isArray() || requests.isEmpty() || requests.size() > MOST) {
            throw malformed();
        }
        return requests;
    }

    private static Answer one(String url, Parts parts) {
        int query = url.indexOf('?');
        try {
            return parts.answer(query < 0 ? url : url.substring(0, query), query < 0 ? "" : url.substring(query + 1));
        } catch (GraphError e) {
            return error(e);
        }
    }

    private static Answer error(GraphError error) {
        Answer body = Page.json(json -> {
            json.writeObjectFieldStart("error");
            json.writeStringField("code", error.code());
            json.writeStringField("message", error.getMessage());
            json.writeEndObject();
        });
        return new Answer(error.status(), body.contentType(), body.body());
    }

    private static JsonNode tree(Answer part) {
        try {
            return JSON.readTree(part.plain().body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GraphError malformed() {
        return new GraphError(400, "BadRequest", "Invalid batch payload format.");
    }
}
