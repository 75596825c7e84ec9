package io.rapport.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** A user of a tenant by Entra object id (the {@code oid} of a token), which also names the user's mailbox. */
public record UserId(@JsonValue UUID value) {

    /** @throws IllegalArgumentException if the text is not a GUID */
    @JsonCreator
    public static UserId of(String text) {
        return new UserId(UUID.fromString(text));
    }

    /** The name that Jakarta REST looks for in a path or query parameter's type. */
    public static UserId fromString(String text) {
        return of(text);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
