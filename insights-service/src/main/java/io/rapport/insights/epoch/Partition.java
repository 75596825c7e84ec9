package io.rapport.insights.epoch;

import io.rapport.contracts.ids.Te;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The tables that are cut by epoch, in the order in which they are made. */
public enum Partition {
    MAILBOX,
    CONTACT,
    UNIT,
    EDGE,
    ACTIVITY,
    HIDDEN,
    INTRODUCTION;

    /** Those whose rows name a contact by number; the contact itself comes last. */
    public static final List<Partition> NAMING_CONTACTS = List.of(EDGE, ACTIVITY, HIDDEN, INTRODUCTION, CONTACT);

    /** Those whose rows name a mailbox by number; the mailbox itself comes last. */
    public static final List<Partition> NAMING_MAILBOXES = List.of(EDGE, ACTIVITY, HIDDEN, INTRODUCTION, UNIT, MAILBOX);

    /** The partitioned table. */
    public String parent() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The epoch's own table. A te is hexadecimal, so the name is safe to stand in SQL. */
    public String of(Te te) {
        return parent() + "_te_" + te;
    }

    /** Hands out the epoch's mailbox numbers. */
    public static String mailboxNumbers(Te te) {
        return "mailbox_number_te_" + te;
    }

    /** Hands out the epoch's contact numbers. */
    public static String contactNumbers(Te te) {
        return "contact_number_te_" + te;
    }

    static List<String> creating(Te te) {
        return Stream.concat(
                        Stream.of(
                                "CREATE SEQUENCE " + mailboxNumbers(te) + " AS int",
                                "CREATE SEQUENCE " + contactNumbers(te) + " AS int"),
                        Arrays.stream(values()).flatMap(table -> table.creatingOne(te)))
                .toList();
    }

    /**
     * A table is made beside its parent and then attached, which blocks neither readers nor writers of other epochs;
     * the check lets PostgreSQL attach without looking at rows. Edges, the one large table, have indexes of their own
     * without the te, which is the same in every row. Neither is unique, so that PostgreSQL stores each of their keys but
     * once for all its rows; that a unit's rows stand once is kept by the row in unit, which every writer takes first.
     */
    private Stream<String> creatingOne(Te te) {
        String check = " CHECK (te = " + te.value() + ")";
        String attach =
                "ALTER TABLE " + parent() + " ATTACH PARTITION " + of(te) + " FOR VALUES IN (" + te.value() + ")";
        return Stream.concat(
                Stream.of(
                        "CREATE TABLE " + of(te) + " (LIKE " + parent() + " INCLUDING DEFAULTS," + check + ")", attach),
                this == EDGE
                        ? Stream.of(
                                "CREATE INDEX ON " + of(te) + " (mailbox_id, window_start)",
                                "CREATE INDEX ON " + of(te) + " (contact_id)")
                        : Stream.empty());
    }
}
