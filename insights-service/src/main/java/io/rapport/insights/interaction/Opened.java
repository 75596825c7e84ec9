package io.rapport.insights.interaction;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.insights.vault.Vault;

/**
 * An epoch whose records may be written now.
 *
 * @param vault under the epoch's key
 */
record Opened(ConsentState consent, Vault vault) {}
