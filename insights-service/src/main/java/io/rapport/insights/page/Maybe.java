package io.rapport.insights.page;

import io.quarkus.qute.TemplateExtension;
import io.rapport.kit.page.Words;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** {@link Words} for what may be missing: a template can call nothing on nothing, but hand it over. */
@TemplateExtension(namespace = "maybe")
public final class Maybe {

    private Maybe() {}

    public static String day(@Nullable TemporalAccessor date) {
        return Words.day(date);
    }

    public static String tenths(@Nullable Number number) {
        return Words.tenths(number);
    }

    public static String percent(@Nullable Number share) {
        return Words.percent(share);
    }

    public static String grouped(@Nullable Number number) {
        return number == null ? "–" : Words.grouped(number);
    }
}
