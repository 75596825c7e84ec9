package io.rapport.kit.problem;

import java.net.URI;
import java.util.Locale;

/** Every error a caller can meet: its stable type, its status and its title. */
public enum ErrorCode {
    INVALID_REQUEST(400, "The request is not valid"),
    NOT_AUTHENTICATED(401, "The token is missing or not valid"),
    MISSING_ROLE(403, "Your role does not allow this"),
    NOT_FOUND(404, "There is no such thing for you"),
    METHOD_NOT_ALLOWED(405, "There is no such method here"),
    NOT_ACCEPTABLE(406, "The answer cannot be given in that form"),
    TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's content type is not understood"),
    KEY_REUSED(422, "The Idempotency-Key was used for another request"),
    FOREIGN_FORM(403, "The form was not sent from one of our own pages"),
    NO_TENANT(403, "The token names no tenant"),
    NOT_ELIGIBLE(403, "A role or a licence is missing"),
    NO_CONSENT(409, "The tenant has given no consent"),
    CONSENT_PAUSED(409, "The tenant's consent is paused"),
    WITHDRAW_INSTEAD(409, "This would withdraw consent, which has a call of its own"),
    TOO_MANY_OPEN(409, "Enough requests wait already"),
    ALREADY_SETTLED(409, "This has been settled already"),
    STALE_VERSION(412, "Somebody else changed it in the meantime"),
    VERSION_REQUIRED(428, "If-Match is required"),
    KEY_DESTROYED(410, "The key of this consent was destroyed"),
    NO_LEASE(503, "The state of consent is not known at this moment"),
    UPSTREAM_UNAVAILABLE(503, "Something this answer needs cannot be reached");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** {@code urn:rapport:problem:no-lease} and the like. */
    public URI type() {
        return URI.create(
                "urn:rapport:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
