package io.rapport.insights.relationship;

/** What happened. Weights per kind as in the published formula: a meeting counts three times a mail. */
public enum Kind {
    EMAIL(1),
    MEETING(3);

    private final int weight;

    Kind(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
