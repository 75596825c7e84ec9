package io.rapport.insights.relationship;

import io.rapport.contracts.ingestion.ContactFacts;
import java.time.LocalDate;

/**
 * What one mailbox and one contact had with each other in one window, as it is stored.
 *
 * @param mailbox number within the epoch
 * @param contact number within the epoch
 * @param from first day of the window, to which the days of the facts are counted
 */
public record Stretch(int mailbox, int contact, LocalDate from, ContactFacts facts) {}
