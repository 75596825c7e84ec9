package io.rapport.insights.relationship;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where a page ended: the sort value and id of its last entry. Opaque to callers, and no secret. */
record Cursor(double value, String id) {

    /** Empty if the text was never a cursor. */
    static Optional<Cursor> of(String text) {
        try {
            String clear = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int bar = clear.indexOf('|');
            return bar < 0
                    ? Optional.empty()
                    : Optional.of(new Cursor(Double.parseDouble(clear.substring(0, bar)), clear.substring(bar + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether an entry stands after it: a smaller value, or the same and a later id. */
    boolean isBefore(double otherValue, String otherId) {
        return otherValue < value || (otherValue == value && otherId.compareTo(id) > 0);
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((value + "|" + id).getBytes(StandardCharsets.UTF_8));
    }
}
