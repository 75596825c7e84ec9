package io.rapport.kit.identity;

import io.quarkus.security.ForbiddenException;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import jakarta.annotation.Priority;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A valid token without the role that is needed: the answer says which role would do. */
@Provider
@Priority(1)
final class NotAllowed implements ExceptionMapper<ForbiddenException> {

    private final AdministratorRoles administrators;

    @Context
    @Nullable
    ResourceInfo resource;

    NotAllowed(AdministratorRoles administrators) {
        this.administrators = administrators;
    }

    @Override
    public Response toResponse(ForbiddenException e) {
        String needed = rolesOfResource().stream()
                .map(role -> role.equals(Roles.CONSENT_ADMIN) ? administrators.inWords() : "the app role " + role)
                .collect(Collectors.joining(" or "));
        return Problems.answer(
                ErrorCode.MISSING_ROLE,
                needed.isEmpty() ? "Your token does not allow this call." : "This call needs " + needed + ".");
    }

    private List<String> rolesOfResource() {
        ResourceInfo asked = resource;
        if (asked == null || asked.getResourceMethod() == null) {
            return List.of();
        }
        RolesAllowed ofMethod = asked.getResourceMethod().getAnnotation(RolesAllowed.class);
        RolesAllowed ofClass = asked.getResourceClass().getAnnotation(RolesAllowed.class);
        RolesAllowed allowed = ofMethod != null ? ofMethod : ofClass;
        return allowed == null ? List.of() : List.of(allowed.value());
    }
}
