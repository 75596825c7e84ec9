package io.rapport.insights.relationship;

import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** How a list is sorted and where its page begins. */
public class PageQuery {

    @QueryParam("sort")
    @DefaultValue("interactions")
    @Parameter(description = "Any figure of the list, the largest first.")
    String sort = "interactions";

    @QueryParam("limit")
    @DefaultValue("20")
    @Min(1)
    @Max(1_000)
    int limit = 20;

    @QueryParam("after")
    @Size(max = 400)
    @Parameter(description = "The `next` of the page before.")
    @Nullable
    String after;

    /** A page of a list. @param after the {@code next} of the page before; null for the first */
    public static PageQuery of(String sort, int limit, @Nullable String after) {
        PageQuery query = new PageQuery();
        query.sort = sort;
        query.limit = limit;
        query.after = after;
        return query;
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 if there is no such order */
    public SortBy sort() {
        SortBy known = SortBy.of(sort);
        if (known == null) {
            throw Problems.of(ErrorCode.INVALID_REQUEST, "sort must be one of: " + SortBy.names() + ".");
        }
        return known;
    }

    Optional<Cursor> cursor() {
        if (after == null) {
            return Optional.empty();
        }
        return Optional.of(Cursor.of(after)
                .orElseThrow(
                        () -> Problems.of(ErrorCode.INVALID_REQUEST, "after must be the next of an earlier page.")));
    }
}
