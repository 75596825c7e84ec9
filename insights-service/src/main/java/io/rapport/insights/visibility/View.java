package io.rapport.insights.visibility;

import io.rapport.contracts.consent.ConsentState;
import io.rapport.contracts.ids.UserId;
import io.rapport.insights.settings.Settings;
import io.rapport.insights.vault.Mailbox;
import io.rapport.insights.vault.Sharer;
import io.rapport.insights.vault.Vault;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be shown at one moment: an epoch, its key, and the mailboxes that share.
 *
 * @param asOf the moment, to which everything is computed
 * @param mailboxes those that share now and of which something is stored, by number
 * @param sharing how many users share now, whether anything of theirs is stored or not
 * @param settings as the tenant has chosen
 */
public record View(
        ConsentState consent, Vault vault, Instant asOf, List<Mailbox> mailboxes, int sharing, Settings settings) {

    public Integer[] mailboxNumbers() {
        return mailboxes.stream().map(Mailbox::id).toArray(Integer[]::new);
    }

    /** The UTC date to which ages are counted. */
    public LocalDate day() {
        return LocalDate.ofInstant(asOf, ZoneOffset.UTC);
    }

    /** The same with our side narrowed; who does not share stays out, whoever is asked for. */
    public View of(Set<UserId> users) {
        return new View(
                consent,
                vault,
                asOf,
                mailboxes.stream()
                        .filter(mailbox -> users.contains(mailbox.user()))
                        .toList(),
                sharing,
                settings);
    }

    /** The mailbox of a user who shares; empty as well if nothing of it is stored. */
    public Optional<Mailbox> mailbox(UserId user) {
        return mailboxes.stream().filter(mailbox -> mailbox.user().equals(user)).findFirst();
    }

    Set<Sharer> sharers() {
        return mailboxes.stream().map(Mailbox::sharer).collect(Collectors.toUnmodifiableSet());
    }
}
