package io.rapport.insights.vault;

import java.util.Base64;
import java.util.Optional;

/**
 * An outside person, by address.
 *
 * @param number within the epoch
 * @param id what stands in URLs: the blind index in base64url, meaningless without the epoch's key
 */
public record Contact(int number, String id, Identity identity) {

    static final int ID_LENGTH = 22;

    static String id(byte[] blind) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(blind);
    }

    /** Empty if the text cannot be an id. */
    static Optional<byte[]> blind(String id) {
        try {
            return id.length() == ID_LENGTH ? Optional.of(Base64.getUrlDecoder().decode(id)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
