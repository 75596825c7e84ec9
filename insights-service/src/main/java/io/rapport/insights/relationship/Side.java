package io.rapport.insights.relationship;

/** Who acted: a colleague (sent, invited) or the outside person. */
public enum Side {
    US,
    THEM
}
