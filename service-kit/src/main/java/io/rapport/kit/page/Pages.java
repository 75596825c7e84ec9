package io.rapport.kit.page;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;

/** Which requests are a person's, and how a form ends. */
public final class Pages {

    private Pages() {}

    /** Whether this path is a page's: everything that is no interface for programs. */
    static boolean owns(String path) {
        return !(path.startsWith("/api/") || path.startsWith("/internal/") || path.startsWith("/q/"));
    }

    /** After a form: the browser gets a page that can be loaded again without doing it again. */
    public static <T> RestResponse<T> seeOther(String path) {
        return RestResponse.seeOther(URI.create(path));
    }

    /**
     * What a page that refreshes itself asks for again and again.
     *
     * @param whole whether the page has changed so much that the browser must load it whole instead
     * @param part the elements that take the place of those with the same ids
     */
    public static Uni<RestResponse<String>> refreshed(boolean whole, TemplateInstance part) {
        return whole
                ? Uni.createFrom()
                        .item(RestResponse.ResponseBuilder.ok("")
                                .header("HX-Refresh", "true")
                                .build())
                : part.createUni().map(RestResponse::ok);
    }

    /** A file to keep, never shown in the page. @param name without quotes and umlauts */
    public static <T> RestResponse<T> download(T content, String type, String name) {
        return RestResponse.ResponseBuilder.ok(content, type)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }
}
