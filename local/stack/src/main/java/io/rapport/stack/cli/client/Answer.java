package io.rapport.stack.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a service answered.
 *
 * @param body JSON, or a missing node if it was something else
 * @param text as it came
 * @param etag of the resource, with its quotes
 */
public record Answer(int status, JsonNode body, String text, Optional<String> etag) {

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** A problem's own words, else the status. */
    public String reason() {
        String detail = body.path("detail").asText("");
        String title = body.path("title").asText("");
        if (!detail.isBlank()) {
            return detail;
        }
        return title.isBlank() ? "status " + status : title;
    }
}
