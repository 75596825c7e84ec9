package io.rapport.simulator.http;

import java.util.Set;

/**
 * What Entra ID calls a federated credential of an application: somebody else's tokens that prove as much as its secret.
 *
 * @param issuer of the tokens, such as a cluster
 * @param subjects whose they are, such as service accounts
 * @param keys the issuer's public keys, a JWK set as JSON
 */
public record FederatedCredential(String issuer, Set<String> subjects, String keys) {

    /** The audience that Entra ID asks for. */
    public static final String AUDIENCE = "api://AzureADTokenExchange";

    public FederatedCredential {
        subjects = Set.copyOf(subjects);
    }
}
