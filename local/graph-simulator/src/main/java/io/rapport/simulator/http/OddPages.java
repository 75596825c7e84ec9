package io.rapport.simulator.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Pages that are whole JSON and yet not what they should be. */
final class OddPages {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEXT = "@odata.nextLink";

    private OddPages() {}

    static Answer of(Faults.Mode mode, Call call, Answer answer) {
        try {
            if (!(JSON.readTree(answer.plain().body()) instanceof ObjectNode page)
                    || !(page.path("value") instanceof ArrayNode items)) {
                return answer;
            }
            switch (mode) {
                case SHORT -> {
                    page.remove(NEXT);
                    while (items.size() > 1) {
                        items.remove(items.size() - 1);
                    }
                }
                case LOOP -> page.put(NEXT, call.link("$skip", Integer.toString(call.skip())));
                case BROKEN_LINK -> page.put(NEXT, call.link("$skip", "1").replaceFirst("/users/[^/]+/", "/users//"));
                default -> throw new IllegalStateException(mode.name());
            }
            return new Answer(answer.status(), answer.contentType(), JSON.writeValueAsBytes(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
