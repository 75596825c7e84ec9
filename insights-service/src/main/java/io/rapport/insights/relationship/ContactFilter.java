package io.rapport.insights.relationship;

import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which contacts a list is about. */
public class ContactFilter {

    @QueryParam("search")
    @Size(min = 2, max = 100)
    @Parameter(
            description =
                    "A part of the name or address. For a whole address POST /relationships/query keeps it out of URLs.")
    @Nullable
    String search;

    @QueryParam("domain")
    @Size(min = 1, max = 255)
    @Parameter(description = "Only people of this domain.")
    @Nullable
    String domain;

    /** What people typed; nothing typed narrows nothing. */
    public static ContactFilter of(String search, String domain) {
        ContactFilter filter = new ContactFilter();
        filter.search = search.isBlank() ? null : search.strip();
        filter.domain = domain.isBlank() ? null : domain.strip();
        return filter;
    }
}
