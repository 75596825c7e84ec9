package io.rapport.ingestion.mailbox;

import io.rapport.ingestion.fold.MessageHeader;
import io.rapport.ingestion.fold.UnitFold;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a page of messages into a fold: no tree, no model, no object per message. Tolerates what Exchange leaves out and
 * whatever it adds; an answer that ends too early is an IOException, and the page is read again.
 */
final class MessagePage {

    private static final byte[] VALUE = name("value");
    private static final byte[] NEXT_LINK = name("@odata.nextLink");
    private static final byte[] ID = name("id");
    private static final byte[] CONVERSATION_ID = name("conversationId");
    private static final byte[] TYPE = name("@odata.type");
    private static final byte[] IS_DRAFT = name("isDraft");
    private static final byte[] RECEIVED = name("receivedDateTime");
    private static final byte[] FROM = name("from");
    private static final byte[] TO = name("toRecipients");
    private static final byte[] CC = name("ccRecipients");
    private static final byte[] EMAIL_ADDRESS = name("emailAddress");
    private static final byte[] ADDRESS = name("address");
    private static final byte[] NAME = name("name");
    private static final byte[] TO_NAME = name("{\"emailAddress\":{\"name\":\"");
    private static final byte[] TO_ADDRESS = name(",\"address\":\"");
    private static final byte[] TO_END = name("}}");

    private final byte[] page;
    private final JsonScanner json;
    private final UnitFold fold;
    private final MessageHeader header;
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
        for (boolean first = true; json.field(first); first = false) {
            if (json.is(ID)) {
                json.text();
                header.id(json.from(), json.until());
            } else if (json.is(RECEIVED)) {
                json.text();
                header.received(UtcSeconds.parse(page, json.from(), json.until()));
            } else if (json.is(CONVERSATION_ID)) {
                json.text();
                header.conversation(json.from(), json.until());
            } else if (json.is(IS_DRAFT)) {
                header.draft(json.isTrue());
            } else if (json.is(FROM)) {
                person();
                header.from(addressFrom, addressUntil, nameFrom, nameUntil);
            } else if (json.is(TO)) {
                recipients(true);
            } else if (json.is(CC)) {
                recipients(false);
            } else if (json.is(TYPE)) {
                json.text();
                header.type(json.from(), json.until());
            } else {
                json.skip();
            }
        }
        fold.accept(header);
    }

    private void recipients(boolean to) throws IOException {
        if (!json.array()) {
            return;
        }
        for (boolean first = true; json.element(first); first = false) {
            person();
            header.recipient(to, addressFrom, addressUntil, nameFrom, nameUntil);
        }
    }

    /** {@code {"emailAddress": {"name": …, "address": …}}}; any part may be missing or null. */
    private void person() throws IOException {
        int start = json.here();
        if (personAsGraphWritesIt()) {
            return;
        }
        json.back(start);
        addressFrom = 0;
        addressUntil = 0;
        nameFrom = 0;
        nameUntil = 0;
        if (!json.object()) {
            return;
        }
        for (boolean first = true; json.field(first); first = false) {
            if (json.is(EMAIL_ADDRESS)) {
                if (json.object()) {
                    emailAddress();
                }
            } else {
                json.skip();
            }
        }
    }

    /** Two texts between three stretches that are always the same: half of a page's fields, compared at once. */
    private boolean personAsGraphWritesIt() throws IOException {
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

    private static byte[] name(String field) {
        return field.getBytes(StandardCharsets.US_ASCII);
    }
}
