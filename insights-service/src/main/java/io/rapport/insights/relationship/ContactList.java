package io.rapport.insights.relationship;

import java.time.Instant;
import java.util.List;

/** The answer to {@code GET /api/v1/contacts}. */
public record ContactList(Instant asOf, Completeness completeness, List<ContactSummary> contacts) {}
