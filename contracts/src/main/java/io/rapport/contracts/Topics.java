package io.rapport.contracts;

/** The Kafka topics. Keys and policies are those of {@code docs/architecture.md}. */
public final class Topics {

    /** {@link io.rapport.contracts.consent.ConsentState} as a CloudEvent; key: tenant; compacted. */
    public static final String CONSENT_STATE = "rapport.consent.state";

    /** {@link io.rapport.contracts.consent.SharingState} as a CloudEvent; key: tenant/user; compacted. */
    public static final String SHARING_STATE = "rapport.sharing.state";

    /** {@code SealedPart} as Protobuf; key: pseudonymous unit id in hex; kept for at most six hours. */
    public static final String INTERACTIONS = "rapport.interactions";

    /** {@link io.rapport.contracts.purge.PurgeCommand} as a CloudEvent; key: case; kept for 90 days. */
    public static final String PURGE_COMMANDS = "rapport.purge.commands";

    /** {@link io.rapport.contracts.purge.PurgeReceipt} as a CloudEvent; key: case; kept for 90 days. */
    public static final String PURGE_RECEIPTS = "rapport.purge.receipts";

    /** {@link io.rapport.contracts.ingestion.BatchProgress} as a CloudEvent; key: te/batch; compacted. */
    public static final String INGESTION_PROGRESS = "rapport.ingestion.progress";

    private Topics() {}
}
