package io.rapport.consent.eligibility;

import java.util.List;

/** "No" is a normal answer, with what would make it a yes. */
public sealed interface Eligibility {

    record Eligible() implements Eligibility {}

    /** @param missing one sentence for each licence that is lacking */
    record Ineligible(List<String> missing) implements Eligibility {}
}
