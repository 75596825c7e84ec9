package io.rapport.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Collectors;

/**
 * A body that is no JSON, or JSON of another shape than the one asked for. Quarkus' own answer has no body, and the
 * problem library's repeats the value; ours names the field and no value. The most specific mapper wins, hence one for each.
 */
final class Unreadable {

    private Unreadable() {}

    private static Response problem(String detail) {
        return Problems.answer(ErrorCode.INVALID_REQUEST, detail);
    }

    private static Response mismatch(MismatchedInputException e) {
        String where = where(e);
        return problem(
                e instanceof UnrecognizedPropertyException
                        ? where + " is not a field that is known here."
                        : where + " does not have the form that is expected here.");
    }

    private static String where(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "The body" : "\"" + path + "\"";
    }

    @Provider
    @Priority(1)
    static final class NoJson implements ExceptionMapper<JsonProcessingException> {
        @Override
        public Response toResponse(JsonProcessingException e) {
            return problem("The body is not JSON.");
        }
    }

    @Provider
    @Priority(1)
    static final class AnotherShape implements ExceptionMapper<MismatchedInputException> {
        @Override
        public Response toResponse(MismatchedInputException e) {
            return mismatch(e);
        }
    }

    @Provider
    @Priority(1)
    static final class AnotherFormat implements ExceptionMapper<InvalidFormatException> {
        @Override
        public Response toResponse(InvalidFormatException e) {
            return mismatch(e);
        }
    }

    @Provider
    @Priority(1)
    static final class UnknownField implements ExceptionMapper<UnrecognizedPropertyException> {
        @Override
        public Response toResponse(UnrecognizedPropertyException e) {
            return mismatch(e);
        }
    }
}
