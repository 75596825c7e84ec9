package io.rapport.contracts.purge;

/** Who holds data of an epoch. A store without an owner here cannot be certified. */
public enum Owner {
    CONSENT,
    INGESTION,
    INSIGHTS
}
