package io.rapport.insights.page;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An opportunity as somebody pasted it; nothing of it is stored.
 *
 * @param line where it stands, from 1
 * @param addresses of the people or companies it is about
 * @param closes estimated; null if unknown
 * @param revenue estimated, in whatever currency; null if unknown
 */
record Opportunity(
        int line,
        String name,
        List<String> addresses,
        @Nullable LocalDate closes,
        @Nullable BigDecimal revenue) {

    @Override
    public String toString() {
        return "Opportunity[" + line + "]";
    }
}
