package io.rapport.consent.decision;

import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import org.jspecify.annotations.Nullable;

/** The ETag of a tenant's consent and the conditions that a change must carry, so that no update is lost. */
final class Version {

    private Version() {}

    static String of(@Nullable ConsentEpoch newest) {
        return newest == null ? "\"0-0\"" : "\"" + newest.state().ver() + "-" + newest.amendment + "\"";
    }

    /**
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 428 without a condition, 412 if somebody else was faster
     */
    static void require(@Nullable ConsentEpoch newest, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch == null && ifNoneMatch == null) {
            throw Problems.of(
                    ErrorCode.VERSION_REQUIRED,
                    "Send If-Match with the ETag of GET /api/v1/consent, or If-None-Match: * for the first consent.");
        }
        boolean holds = ifMatch != null ? ifMatch.equals(of(newest)) : "*".equals(ifNoneMatch) && newest == null;
        if (!holds) {
            throw stale();
        }
    }

    static RuntimeException stale() {
        return Problems.of(
                ErrorCode.STALE_VERSION, "The consent was changed since you read it; read it again, then decide.");
    }
}
