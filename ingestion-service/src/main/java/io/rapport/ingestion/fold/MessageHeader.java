package io.rapport.ingestion.fold;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the fold knows of the message that is being read. One object for all messages of a unit: a reader begins it, tells
 * it the fields as stretches of the page in whatever order they come, and hands it to {@link UnitFold#accept}. A stretch
 * is UTF-8 without JSON's escapes; an empty one stands for what Exchange left out. Prints nothing of itself.
 */
public final class MessageHeader {

    public static final long NO_DATE = Long.MIN_VALUE;

    private static final byte[] MEETING_MAIL = "#microsoft.graph.eventMessage".getBytes(StandardCharsets.US_ASCII);
    private static final int FEW = 16;

    private final Parties parties;
    private final Spelling nobody;
    private byte[] page = new byte[0];
    private int idFrom;
    private int idUntil;
    private int conversationFrom;
    private int conversationUntil;

    long id;
    boolean meetingMail;
    boolean draft;
    long received;
    Spelling from;
    Spelling[] recipients = new Spelling[FEW];
    boolean[] inTo = new boolean[FEW];
    int recipientCount;

    MessageHeader(Parties parties) {
        this.parties = parties;
        this.nobody = parties.of(page, 0, 0, 0, 0);
        this.from = nobody;
    }

    /** @param holding all stretches that follow until the message is accepted */
    public void begin(byte[] holding) {
        parties.forgetIfTooMany();
        page = holding;
        id = 0;
        idFrom = 0;
        idUntil = 0;
        conversationFrom = 0;
        conversationUntil = 0;
        meetingMail = false;
        draft = false;
        received = NO_DATE;
        from = nobody;
        recipientCount = 0;
    }

    public void id(int start, int end) {
        id = Fingerprint.of(page, start, end);
        idFrom = start;
        idUntil = end;
    }

    public void conversation(int start, int end) {
        conversationFrom = start;
        conversationUntil = end;
    }

    /** {@code @odata.type}, absent from plain mail. */
    public void type(int start, int end) {
        meetingMail = end - start >= MEETING_MAIL.length
                && Arrays.equals(page, start, start + MEETING_MAIL.length, MEETING_MAIL, 0, MEETING_MAIL.length);
    }

    public void draft(boolean is) {
        draft = is;
    }

    /** @param second since 1970 UTC, or {@link #NO_DATE} */
    public void received(long second) {
        received = second;
    }

    public void from(Spelling who) {
        from = who;
    }

    /** @param to in To, otherwise in Cc */
    public void recipient(boolean to, Spelling who) {
        if (recipientCount == recipients.length) {
            recipients = Arrays.copyOf(recipients, 2 * recipientCount);
            inTo = Arrays.copyOf(inTo, 2 * recipientCount);
        }
        recipients[recipientCount] = who;
        inTo[recipientCount] = to;
        recipientCount++;
    }

    /** Someone by address and name. */
    public Spelling person(int addressStart, int addressEnd, int nameStart, int nameEnd) {
        return parties.of(page, addressStart, addressEnd, nameStart, nameEnd);
    }

    /**
     * The one whom the page names at a place, if it does so as it has {@link #personWritten written} before.
     *
     * @param named where in the stretch it begins to be this person's own
     * @param limit first byte after the page
     */
    public @Nullable Spelling personWrittenAt(int start, int named, int limit) {
        return parties.writtenAt(page, start, named, limit);
    }

    /** @param end of the stretch that means this person wherever a page goes on with it */
    public void personWritten(int start, int named, int end, Spelling who) {
        parties.written(page, start, named, end, who);
    }

    void nameRecipients() {
        for (int i = 0; i < recipientCount; i++) {
            recipients[i].nameContact();
        }
    }

    /** Mail without a conversation is one of its own. */
    long conversationFingerprint() {
        return conversationFrom == conversationUntil
                ? Fingerprint.of(page, idFrom, idUntil)
                : Fingerprint.of(page, conversationFrom, conversationUntil);
    }

    long conversation(Pseudonyms pseudonyms) {
        return conversationFrom == conversationUntil
                ? pseudonyms.conversation(page, idFrom, idUntil)
                : pseudonyms.conversation(page, conversationFrom, conversationUntil);
    }

    @Override
    public String toString() {
        return "MessageHeader[hidden]";
    }
}
