package io.rapport.consent.keys;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.security.keyvault.keys.KeyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.models.KeyWrapAlgorithm;
import com.azure.security.keyvault.keys.models.CreateRsaKeyOptions;
import com.azure.security.keyvault.keys.models.DeletedKey;
import com.azure.security.keyvault.keys.models.KeyOperation;
import com.azure.security.keyvault.keys.models.KeyProperties;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * An Azure Key Vault with one RSA key for each generation of the ring, so that destroying a generation's key makes every
 * copy of that generation noise, wherever it is.
 *
 * <p>A vault remembers deleted keys for a while (soft delete). Where purging is allowed the key is purged at once;
 * otherwise it is gone for good when the vault's window ends, and the certificate says when. A window above 14 days would
 * eat too much of the 30 days and is refused. The identity needs the key permissions get, create, wrapKey, unwrapKey and
 * delete, and purge where the vault allows it.
 */
final class KeyVaultRoot implements RootKeys {

    static final int LONGEST_MEMORY_DAYS = 14;

    private static final Logger LOG = Logger.getLogger(KeyVaultRoot.class);
    private static final int RSA_BITS = 3072;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TRIES = 30;
    private static final int NOT_FOUND = 404;

    private final KeyClient keys;
    private final Function<String, CryptographyClient> cryptography;
    private final String prefix;

    /**
     * @param cryptography a client for the key with this identifier (its version included)
     * @param prefix of the keys' names: installations may share a vault
     */
    KeyVaultRoot(KeyClient keys, Function<String, CryptographyClient> cryptography, String prefix) {
        this.keys = keys;
        this.cryptography = cryptography;
        this.prefix = prefix;
    }

    @Override
    public String wrap(int generation, byte[] ringKey) throws IOException {
        return asking(() -> {
            var key = keys.createRsaKey(new CreateRsaKeyOptions(name(generation))
                    .setKeySize(RSA_BITS)
                    .setKeyOperations(KeyOperation.WRAP_KEY, KeyOperation.UNWRAP_KEY));
            refuseLongMemory(key.getProperties());
            byte[] wrapped = cryptography
                    .apply(key.getId())
                    .wrapKey(KeyWrapAlgorithm.RSA_OAEP_256, ringKey)
                    .getEncryptedKey();
            return key.getId() + " " + Base64.getEncoder().encodeToString(wrapped);
        });
    }

    @Override
    public byte[] unwrap(int generation, String wrapped) throws IOException {
        int space = wrapped.indexOf(' ');
        if (space < 0) {
            throw new IOException("The ring key was not wrapped by a key vault");
        }
        byte[] key = Base64.getDecoder().decode(wrapped.substring(space + 1));
        return asking(() -> cryptography
                .apply(wrapped.substring(0, space))
                .unwrapKey(KeyWrapAlgorithm.RSA_OAEP_256, key)
                .getKey());
    }

    @Override
    public Optional<Instant> destroy(int generation) throws IOException {
        String name = name(generation);
        return asking(() -> {
            try {
                keys.beginDeleteKey(name).waitForCompletion(PATIENCE);
            } catch (ResourceNotFoundException gone) {
                LOG.debugf("Generation %d has no key in the vault any more", generation);
            }
            Optional<Instant> irrecoverableFrom = forget(name);
            requireGone(name);
            return irrecoverableFrom;
        });
    }

    /** Purges a deleted key where that is allowed. @return until when the vault can still bring it back */
    private Optional<Instant> forget(String name) {
        DeletedKey deleted;
        try {
            deleted = keys.getDeletedKey(name);
        } catch (ResourceNotFoundException purged) {
            return Optional.empty();
        }
        if (String.valueOf(deleted.getProperties().getRecoveryLevel()).contains("Purgeable")) {
            try {
                keys.purgeDeletedKey(name);
                if (purged(name)) {
                    return Optional.empty();
                }
            } catch (HttpResponseException refused) {
                LOG.warnf(
                        "The vault does not let us purge (status %d); the deleted key stays recoverable for its window",
                        refused.getResponse() == null
                                ? 0
                                : refused.getResponse().getStatusCode());
            }
        }
        return Optional.ofNullable(deleted.getScheduledPurgeDate()).map(OffsetDateTime::toInstant);
    }

    private boolean purged(String name) {
        for (int i = 0; i < TRIES; i++) {
            try {
                keys.getDeletedKey(name);
                Thread.sleep(200);
            } catch (ResourceNotFoundException gone) {
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** The proof: the vault has no such key to unwrap with. */
    private void requireGone(String name) throws IOException {
        try {
            keys.getKey(name);
        } catch (ResourceNotFoundException gone) {
            return;
        }
        throw new IOException("The key vault still has a key that it was told to delete");
    }

    @Override
    public void refuseLongMemory(int generation) throws IOException {
        asking(() -> {
            refuseLongMemory(keys.getKey(name(generation)).getProperties());
            return true;
        });
    }

    private static void refuseLongMemory(KeyProperties properties) {
        Integer days = properties.getRecoverableDays();
        if (days != null && days > LONGEST_MEMORY_DAYS) {
            throw new IllegalStateException("The key vault remembers deleted keys for " + days + " days; at most "
                    + LONGEST_MEMORY_DAYS + " are allowed, or a deletion could not be complete within 30 days."
                    + " Use a vault whose soft-delete retention is 7 to 14 days.");
        }
    }

    private String name(int generation) {
        return prefix + "-" + generation;
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    /** A vault that cannot be asked, or says no, is never taken for a destroyed key. */
    private static <T> T asking(Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (HttpResponseException e) {
            int status = e.getResponse() == null ? 0 : e.getResponse().getStatusCode();
            throw new IOException(
                    status == NOT_FOUND ? "The key vault has no such key" : "The key vault refused, status " + status);
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IOException(
                    "The key vault cannot be reached: " + e.getClass().getSimpleName());
        }
    }
}
