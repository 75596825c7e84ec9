package io.rapport.insights.relationship;

import io.rapport.insights.settings.Settings.Weights;

/** What happened. */
public enum Kind {
    EMAIL,
    MEETING,
    CALL;

    /** What one of it is worth, as the tenant has chosen. */
    double weight(Weights weights) {
        return switch (this) {
            case EMAIL -> weights.email();
            case MEETING -> weights.meeting();
            case CALL -> weights.call();
        };
    }
}
