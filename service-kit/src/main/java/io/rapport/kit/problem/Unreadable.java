package io.rapport.kit.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** A JSON body of another shape than the one asked for: Quarkus' own answer has no body. Values are not repeated. */
@Provider
@Priority(1)
final class Unreadable implements ExceptionMapper<MismatchedInputException> {

    @Override
    public Response toResponse(MismatchedInputException e) {
        String where = e.getPath().isEmpty()
                ? "The body"
                : "\"" + e.getPath().getLast().getFieldName() + "\"";
        HttpProblem problem =
                Problems.of(ErrorCode.INVALID_REQUEST, where + " does not have the form that is expected here.");
        return Response.status(problem.getStatusCode())
                .type(HttpProblem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
