package io.rapport.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;

/**
 * The random 63-bit surrogate of one (tenant, consent epoch), never reused. It names the partition, the key, Jobs and
 * the deletion case. Written as 16 hexadecimal digits, since JSON numbers lose precision above 2^53.
 */
public record Te(long value) {

    public Te {
        if (value <= 0) {
            throw new IllegalArgumentException("te must be positive");
        }
    }

    /** @throws IllegalArgumentException if the text is not 16 hexadecimal digits of a positive number */
    @JsonCreator
    public static Te of(String text) {
        if (text.length() != 16) {
            throw new IllegalArgumentException("te has 16 hexadecimal digits");
        }
        return new Te(HexFormat.fromHexDigitsToLong(text));
    }

    /** The name that Jakarta REST looks for in a path or query parameter's type. */
    public static Te fromString(String text) {
        return of(text);
    }

    @JsonValue
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
