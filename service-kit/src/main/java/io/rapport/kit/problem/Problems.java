package io.rapport.kit.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;

/** Makes problems of codes. The detail must never hold personal data. */
public final class Problems {

    private Problems() {}

    /** @param detail one sentence on what is wrong here and what would help */
    public static HttpProblem of(ErrorCode code, String detail) {
        return HttpProblem.builder()
                .withType(code.type())
                .withStatus(code.status())
                .withTitle(code.title())
                .withDetail(detail)
                .build();
    }

    /** The same as an answer, for exception mappers. */
    public static Response answer(ErrorCode code, String detail) {
        HttpProblem problem = of(code, detail);
        return Response.status(problem.getStatusCode())
                .type(HttpProblem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
