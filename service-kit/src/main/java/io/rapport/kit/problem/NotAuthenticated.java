package io.rapport.kit.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers 401 for a missing or refused token. The problem library's own mappers were built against an older Quarkus
 * and fail with 500; these come before them.
 */
final class NotAuthenticated {

    private NotAuthenticated() {}

    private static Response problem() {
        return Response.fromResponse(Problems.answer(ErrorCode.NOT_AUTHENTICATED, "Send a valid bearer token."))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    @Provider
    @Priority(1)
    static final class Missing implements ExceptionMapper<UnauthorizedException> {
        @Override
        public Response toResponse(UnauthorizedException e) {
            return problem();
        }
    }

    @Provider
    @Priority(1)
    static final class Refused implements ExceptionMapper<AuthenticationFailedException> {
        @Override
        public Response toResponse(AuthenticationFailedException e) {
            return problem();
        }
    }
}
