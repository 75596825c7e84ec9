package io.rapport.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A Microsoft Entra tenant, the {@code tid} of a token. */
public record TenantId(@JsonValue UUID value) {

    /** @throws IllegalArgumentException if the text is not a GUID */
    @JsonCreator
    public static TenantId of(String text) {
        return new TenantId(UUID.fromString(text));
    }

    /** The name that Jakarta REST looks for in a path or query parameter's type. */
    public static TenantId fromString(String text) {
        return of(text);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
