package io.rapport.insights.relationship;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/** The answer about one contact. */
public record ContactAnswer(
        Instant asOf,
        Completeness completeness,
        @JsonUnwrapped Relationship relationship) {}
