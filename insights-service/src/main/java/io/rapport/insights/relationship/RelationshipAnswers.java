package io.rapport.insights.relationship;

import java.time.Instant;
import java.util.List;

/** One answer for each record asked for, in the order of asking. */
public record RelationshipAnswers(Instant asOf, Completeness completeness, List<Relationship> records) {}
