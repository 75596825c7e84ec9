package io.rapport.stack.part;

/** The issuer as a process of its own; the client secret comes by environment, where no one sees it. */
public final class IssuerMain {

    /** Environment variable with the client secret. */
    public static final String CLIENT_SECRET = "RAPPORT_CLIENT_SECRET";

    private IssuerMain() {}

    /** @param arguments port, home tenant of the services */
    public static void main(String[] arguments) {
        QuietLog.warningsToConsole();
        String secret = System.getenv(CLIENT_SECRET);
        if (secret == null) {
            throw new IllegalStateException(CLIENT_SECRET + " is not set.");
        }
        int port = Integer.parseInt(arguments[0]);
        PartProcess.announce(
                "http://127.0.0.1:" + port + "/" + Issuer.ISSUER_ID, Issuer.start(port, secret, arguments[1]));
    }
}
