package io.rapport.kit.page;

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

    /** A file to keep, never shown in the page. @param name without quotes and umlauts */
    public static <T> RestResponse<T> download(T content, String type, String name) {
        return RestResponse.ResponseBuilder.ok(content, type)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }
}
