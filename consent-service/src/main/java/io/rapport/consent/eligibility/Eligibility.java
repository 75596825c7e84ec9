package io.rapport.consent.eligibility;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** "No" is a normal answer, with what would make it a yes. */
public sealed interface Eligibility {

    /** @param evidence the service plans that prove it */
    record Eligible(List<UUID> evidence) implements Eligibility {}

    record Ineligible(List<Missing> missing) implements Eligibility {

        /** One sentence. */
        public String inWords() {
            return "The tenant lacks " + missing.stream().map(Missing::inWords).collect(Collectors.joining(" and "))
                    + ".";
        }
    }

    /**
     * A licence that is lacking.
     *
     * @param licence what it is
     * @param nearly what looks like it and is not, with the reason: {@code SPE_E3: the product is Suspended}
     * @param satisfiedBy service plans, any of which would do
     */
    record Missing(String licence, List<String> nearly, List<UUID> satisfiedBy) {

        String inWords() {
            return nearly.isEmpty() ? licence : licence + " (" + String.join("; ", nearly) + ")";
        }
    }

    /** Empty if eligible. */
    default List<Missing> lacking() {
        return switch (this) {
            case Eligible eligible -> List.of();
            case Ineligible(List<Missing> missing) -> missing;
        };
    }
}
