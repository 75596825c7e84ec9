package io.rapport.consent.keys;

import io.quarkus.oidc.client.OidcClients;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Chooses what the ring's keys are wrapped with. */
public class KeyRings {

    /** @throws IllegalStateException if neither a mounted secret nor a vault is configured, or both are */
    @Produces
    @Singleton
    KeyRing ring(Custody custody, KeyVaultAccess vault, OidcClients oidcClients) {
        if (custody.rootFile().isPresent() == vault.url().isPresent()) {
            throw new IllegalStateException("Configure either rapport.keys.root-file or rapport.keys.vault.url");
        }
        try {
            RootKeys root = custody.rootFile().isPresent()
                    ? MountedRoot.of(custody.rootFile().get())
                    : KeyVaults.root(vault, oidcClients);
            return new FileKeyRing(custody.ringDir(), root);
        } catch (IOException e) {
            throw new UncheckedIOException("The root key cannot be read", e);
        }
    }
}
