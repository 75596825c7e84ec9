package io.rapport.kit.problem;

import jakarta.annotation.Priority;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** What the REST layer itself refuses (content type, method, size, path), with our stable types. */
@Provider
@Priority(1)
final class NotUnderstood implements ExceptionMapper<WebApplicationException> {

    @Override
    public Response toResponse(WebApplicationException e) {
        Response refused = e.getResponse();
        return switch (refused.getStatus()) {
            case 404 -> Problems.answer(ErrorCode.NOT_FOUND, "There is nothing at this address.");
            case 405 -> Problems.answer(ErrorCode.METHOD_NOT_ALLOWED, "This address knows other methods.");
            case 406 -> Problems.answer(ErrorCode.NOT_ACCEPTABLE, "Ask for application/json.");
            case 413 -> Problems.answer(ErrorCode.TOO_LARGE, "Send less at once.");
            case 415 -> Problems.answer(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
            default ->
                refused.getStatus() < 500
                        ? Problems.answer(ErrorCode.INVALID_REQUEST, "The request cannot be read.")
                        : refused;
        };
    }
}
