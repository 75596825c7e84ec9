package io.rapport.simulator.http;

/** An error as Graph would answer it: branch on the code, never on the message. */
final class GraphError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String innerCode;

    GraphError(int status, String code, String message) {
        this(status, code, "", message);
    }

    GraphError(int status, String code, String innerCode, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.innerCode = innerCode;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** Empty if there is none. */
    String innerCode() {
        return innerCode;
    }

    static GraphError invalidQuery(String message) {
        return new GraphError(400, "ErrorInvalidUrlQuery", message);
    }

    static GraphError notFound(String message) {
        return new GraphError(404, "Request_ResourceNotFound", message);
    }
}
