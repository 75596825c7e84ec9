package io.rapport.insights.introduction;

import java.time.Instant;
import java.util.List;

/** The answer to who knows whom, the strongest first. */
public record Colleagues(Instant asOf, List<Colleague> colleagues) {}
