package io.rapport.consent.decision;

import io.rapport.contracts.ids.TenantId;
import io.rapport.kit.problem.ErrorCode;
import io.rapport.kit.problem.Problems;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant stands: its newest epoch and its other permissions, with the ETag that a change must carry so that no
 * update is lost.
 */
record Standing(@Nullable ConsentEpoch newest, @Nullable GivenPermissions others) {

    /** Within a session. */
    static Uni<Standing> of(TenantId tenant) {
        return ConsentEpoch.newest(tenant)
                .flatMap(newest -> GivenPermissions.of(tenant).map(others -> new Standing(newest, others)));
    }

    boolean active() {
        return newest != null && newest.active();
    }

    Options options() {
        return new Options(others != null && others.eachUser, others != null && others.aggregated, active());
    }

    int amendment() {
        return others == null ? 0 : others.amendment;
    }

    String version() {
        return "\"" + (newest == null ? 0 : newest.state().ver()) + "-" + amendment() + "\"";
    }

    /**
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 428 without a condition, 412 if somebody else was faster
     */
    void require(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch == null && ifNoneMatch == null) {
            throw Problems.of(
                    ErrorCode.VERSION_REQUIRED,
                    "Send If-Match with the ETag of GET /api/v1/consent, or If-None-Match: * for the first consent.");
        }
        boolean holds = ifMatch != null
                ? ifMatch.equals(version())
                : "*".equals(ifNoneMatch) && newest == null && others == null;
        if (!holds) {
            throw stale();
        }
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 412 if this is not what the other was */
    void mustStillBe(Standing seen) {
        if (!version().equals(seen.version())) {
            throw stale();
        }
    }

    static RuntimeException stale() {
        return Problems.of(
                ErrorCode.STALE_VERSION, "The consent was changed since you read it; read it again, then decide.");
    }
}
