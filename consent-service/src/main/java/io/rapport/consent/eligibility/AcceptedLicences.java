package io.rapport.consent.eligibility;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** Which service plans allow consent. Plan ids of Microsoft's list of product names and service plans. */
@ConfigMapping(prefix = "rapport.licence")
public interface AcceptedLicences {

    /**
     * Any of these proves Dynamics 365 Sales Enterprise or Premium: DYN365_ENTERPRISE_SALES (Premium carries it too), the
     * government cloud's, and DYN365_ENTERPRISE_P1 of the customer engagement bundles.
     */
    @WithDefault("2da8e897-7791-486b-b08f-cc63c8129df7,"
            + "213be507-d547-4f79-bc2c-6196bc54c4a3,"
            + "d56f3deb-50d8-465a-bedb-f079817ccac1")
    Set<UUID> salesPlans();

    /** Any of these proves Exchange Online mailboxes: EXCHANGE_S_ENTERPRISE, EXCHANGE_S_STANDARD, government twins. */
    @WithDefault("efb87545-963c-4e0d-99df-69c6916d9eb0,"
            + "9aaf7827-d63c-4b61-89c3-182f06f82e5c,"
            + "8c3069c0-ccdb-44be-ab77-986203a67df2,"
            + "e9b4930a-925f-45e2-ac2a-3f7788ca6fdd")
    Set<UUID> mailboxPlans();

    /** How long what is there stays visible after licences were lost. Reading stops at once; nothing is deleted for it. */
    @WithDefault("30d")
    Duration grace();
}
