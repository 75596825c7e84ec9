package io.rapport.consent.idempotency;

import io.rapport.contracts.audit.Sha256;
import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A change as it was asked for.
 *
 * @param actor who asks; keys of different people have nothing to do with each other
 * @param role which role allows it; empty for a person's own switch
 * @param key the Idempotency-Key, null if none was sent
 * @param digest of what is asked: under one key it must always be the same
 */
public record ChangeRequest(
        TenantId tenant,
        UserId actor,
        String role,
        @Nullable String key,
        String digest) {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

    /**
     * @param what method, path and content; records have a text form that depends on nothing but their values
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 if the key is not 1 to 255 visible ASCII characters
     */
    public static ChangeRequest of(
            TenantId tenant, UserId actor, String role, @Nullable String key, String method, Object... what) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw Problems.of(ErrorCode.INVALID_REQUEST, "An Idempotency-Key has 1 to 255 visible ASCII characters.");
        }
        StringBuilder asked = new StringBuilder(method);
        for (Object part : what) {
            asked.append('\n').append(part);
        }
        return new ChangeRequest(tenant, actor, role, key, Sha256.hex(asked.toString()));
    }
}
