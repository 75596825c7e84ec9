package io.rapport.ingestion.mailbox;

import io.rapport.ingestion.fold.MessageHeader;
import io.rapport.ingestion.fold.Spelling;
import io.rapport.ingestion.fold.UnitFold;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a page of messages into a fold: no tree, no model, no object per message. Tolerates what Exchange leaves out and
 * whatever it adds; an answer that ends too early is an IOException, and the page is read again.
 */
final class MessagePage {

    private enum Field {
        ID("id"),
        CONVERSATION("conversationId"),
        TYPE("@odata.type"),
        DRAFT("isDraft"),
        RECEIVED("receivedDateTime"),
        FROM("from"),
        TO("toRecipients"),
        CC("ccRecipients"),
        /** Not asked for, but Graph adds it to everything. */
        ETAG("@odata.etag"),
        /** Anything else. */
        OTHER(""),
        END("");

        final byte[] name;
        /** As Graph writes it before the value. */
        final Word written;

        Field(String name) {
            this.name = ascii(name);
            this.written = new Word("\"" + name + "\":");
        }
    }

    private static final List<Field> NAMED =
            Arrays.stream(Field.values()).filter(field -> field.name.length > 0).toList();
    private static final byte[] VALUE = ascii("value");
    private static final byte[] NEXT_LINK = ascii("@odata.nextLink");
    private static final byte[] EMAIL_ADDRESS = ascii("emailAddress");
    private static final byte[] ADDRESS = ascii("address");
    private static final byte[] NAME = ascii("name");
    private static final byte[] TO_NAME = ascii("{\"emailAddress\":{\"name\":\"");
    private static final byte[] TO_ADDRESS = ascii(",\"address\":\"");
    private static final byte[] TO_END = ascii("}}");

    private final byte[] page;
    private final JsonScanner json;
    private final UnitFold fold;
    private final MessageHeader header;
    /** Of each field the one that came after it last time. */
    private final Field[] after = Field.values();

    private int addressFrom;
    private int addressUntil;
    private int nameFrom;
    private int nameUntil;

    private MessagePage(byte[] page, int length, UnitFold fold) {
        this.page = page;
        this.json = new JsonScanner(page, length);
        this.fold = fold;
        this.header = fold.header();
    }

    /**
     * @param page is changed where texts have escapes
     * @return the link to the next page
     */
    static Optional<String> read(byte[] page, int length, UnitFold fold) throws IOException {
        return new MessagePage(page, length, fold).read();
    }

    private Optional<String> read() throws IOException {
        Optional<String> next = Optional.empty();
        boolean list = false;
        json.need('{');
        for (boolean first = true; json.field(first); first = false) {
            if (json.is(VALUE)) {
                list = json.array();
                if (list) {
                    messages();
                }
            } else if (json.is(NEXT_LINK)) {
                json.text();
                next = Optional.of(json.lastText()).filter(link -> !link.isEmpty());
            } else {
                json.skip();
            }
        }
        json.needEnd();
        if (!list) {
            throw new IOException("not a page");
        }
        return next;
    }

    private void messages() throws IOException {
        for (boolean first = true; json.element(first); first = false) {
            if (json.object()) {
                message();
            }
        }
    }

    private void message() throws IOException {
        header.begin(page);
        for (Field field = field(Field.OTHER, true); field != Field.END; field = field(field, false)) {
            switch (field) {
                case ID -> {
                    json.text();
                    header.id(json.from(), json.until());
                }
                case RECEIVED -> {
                    json.text();
                    header.received(UtcSeconds.parse(page, json.from(), json.until()));
                }
                case CONVERSATION -> {
                    json.text();
                    header.conversation(json.from(), json.until());
                }
                case TYPE -> {
                    json.text();
                    header.type(json.from(), json.until());
                }
                case DRAFT -> header.draft(json.isTrue());
                case FROM -> header.from(person());
                case TO -> recipients(true);
                case CC -> recipients(false);
                default -> json.skip();
            }
        }
        fold.accept(header);
    }

    /** The next field of a message: most often the one that came after this one in the message before. */
    private Field field(Field last, boolean first) throws IOException {
        if (!json.member(first)) {
            return Field.END;
        }
        Field expected = after[last.ordinal()];
        return json.literally(expected.written) ? expected : otherField(last);
    }

    private Field otherField(Field last) throws IOException {
        json.name();
        Field found = Field.OTHER;
        for (Field field : NAMED) {
            if (json.is(field.name)) {
                found = field;
            }
        }
        after[last.ordinal()] = found;
        return found;
    }

    private void recipients(boolean to) throws IOException {
        if (!json.array()) {
            return;
        }
        for (boolean first = true; json.element(first); first = false) {
            header.recipient(to, person());
        }
    }

    /** {@code {"emailAddress": {"name": …, "address": …}}}; any part may be missing or null. */
    private Spelling person() throws IOException {
        int start = json.here();
        int named = start + TO_NAME.length;
        Spelling met = header.personWrittenAt(start, named, json.end());
        if (met != null) {
            json.to(start + met.length());
            return met;
        }
        return otherPerson(start, named);
    }

    private Spelling otherPerson(int start, int named) throws IOException {
        if (asGraphWritesIt()) {
            Spelling who = spelling();
            header.personWritten(start, named, json.here(), who);
            return who;
        }
        json.to(start);
        addressFrom = 0;
        addressUntil = 0;
        nameFrom = 0;
        nameUntil = 0;
        if (json.object()) {
            for (boolean first = true; json.field(first); first = false) {
                if (!json.is(EMAIL_ADDRESS)) {
                    json.skip();
                } else if (json.object()) {
                    emailAddress();
                }
            }
        }
        return spelling();
    }

    private Spelling spelling() {
        return header.person(addressFrom, addressUntil, nameFrom, nameUntil);
    }

    /** Two texts between stretches that are always the same: half of a page's fields, compared at once. */
    private boolean asGraphWritesIt() throws IOException {
        if (!json.literally(TO_NAME) || !json.plainRest()) {
            return false;
        }
        nameFrom = json.from();
        nameUntil = json.until();
        if (!json.literally(TO_ADDRESS) || !json.plainRest()) {
            return false;
        }
        addressFrom = json.from();
        addressUntil = json.until();
        return json.literally(TO_END);
    }

    private void emailAddress() throws IOException {
        for (boolean first = true; json.field(first); first = false) {
            if (json.is(ADDRESS)) {
                json.text();
                addressFrom = json.from();
                addressUntil = json.until();
            } else if (json.is(NAME)) {
                json.text();
                nameFrom = json.from();
                nameUntil = json.until();
            } else {
                json.skip();
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
