package io.rapport.bench;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import java.time.LocalDate;

/** What the usual way would store: a row for each mailbox, contact and day. Only measured against. */
@Entity
@Table(name = "day_row_orm", indexes = @Index(columnList = "contact, mailbox"))
@IdClass(DayRow.Key.class)
public class DayRow {

    /** Its primary key. */
    public record Key(int mailbox, int contact, LocalDate day) {}

    @Id
    int mailbox;

    @Id
    int contact;

    @Id
    LocalDate day = LocalDate.EPOCH;

    int sent;
    int received;
    long sentWeight;
    long receivedWeight;
}
