package io.rapport.kit.identity;

/** The roles of a token, from its app roles or, for administrators, its directory roles. */
public final class Roles {

    /** May grant, amend and withdraw consent for the tenant. */
    public static final String CONSENT_ADMIN = "consent.admin";

    /** Sellers: may read insights. */
    public static final String INSIGHTS_READ = "insights.read";

    /** Operators: may read progress and deletion cases; never personal data. */
    public static final String OPS_READ = "ops.read";

    /** The services themselves, by client credentials. */
    public static final String SERVICE = "service";

    private Roles() {}
}
