package io.rapport.ingestion.mailbox;

import io.rapport.ingestion.fold.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Walks over JSON in a byte array without making an object of anything: eight bytes at a time to the end of a string, a
 * string as a stretch of the array, escapes resolved in place. A general parser spends most of its time on strings that
 * nobody looks at; pages of mail headers are nothing but strings. Strict enough that an answer cut off anywhere is an
 * IOException.
 */
final class JsonScanner {

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final Word FALSE = new Word("false");
    private static final int DEEPEST = 512;

    private final byte[] json;
    private final int end;
    private int at;
    private int from;
    private int until;

    /** @param json is changed where a string has escapes */
    JsonScanner(byte[] json, int length) {
        this.json = json;
        this.end = length;
    }

    /** Start of the string that was read last. */
    int from() {
        return from;
    }

    /** First byte after it. */
    int until() {
        return until;
    }

    /** The next byte that is no white space, which stays where it is. */
    byte peek() throws IOException {
        return at < end && json[at] > ' ' ? json[at] : peekBehindBlanks();
    }

    private byte peekBehindBlanks() throws IOException {
        while (at < end) {
            byte next = json[at];
            if (next > ' ') {
                return next;
            }
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                throw broken();
            }
            at++;
        }
        throw broken();
    }

    /** Steps over the byte if it is the next. */
    boolean take(char wanted) throws IOException {
        if (peek() == wanted) {
            at++;
            return true;
        }
        return false;
    }

    void need(char wanted) throws IOException {
        if (!take(wanted)) {
            throw broken();
        }
    }

    /** Steps into an object, if the next value is one; over it otherwise. */
    boolean object() throws IOException {
        return enter('{');
    }

    /** Steps into an array, if the next value is one; over it otherwise. */
    boolean array() throws IOException {
        return enter('[');
    }

    private boolean enter(char opening) throws IOException {
        if (take(opening)) {
            return true;
        }
        skip();
        return false;
    }

    /**
     * To the next field of an object, whose name is then the last string read and whose value comes next.
     *
     * @param first right after the object was entered
     * @return false if the object has ended
     */
    boolean field(boolean first) throws IOException {
        if (!member(first)) {
            return false;
        }
        name();
        return true;
    }

    /** To the name of the next field of an object. @return false if the object has ended */
    boolean member(boolean first) throws IOException {
        return another('}', first);
    }

    /** Reads the name of a field, to its value. */
    void name() throws IOException {
        string();
        need(':');
    }

    /** To the next element of an array. @return false if the array has ended */
    boolean element(boolean first) throws IOException {
        return another(']', first);
    }

    private boolean another(char closing, boolean first) throws IOException {
        byte next = peek();
        if (next == closing) {
            at++;
            return false;
        }
        if (!first) {
            if (next != ',') {
                throw broken();
            }
            at++;
        }
        return true;
    }

    /** Where the next byte stands. */
    int here() {
        return at;
    }

    /** First byte after the page. */
    int end() {
        return end;
    }

    /** Goes on at a place between two values, names or marks. */
    void to(int place) {
        at = place;
    }

    /** Steps over these bytes if they are the next, to the byte. */
    boolean literally(byte[] text) {
        if (!Bytes.standAt(text, json, at, end)) {
            return false;
        }
        at += text.length;
        return true;
    }

    /** Steps over a word if it is the next, to the byte. */
    boolean literally(Word word) {
        if (!word.standsIn(json, at, end)) {
            return false;
        }
        at += word.length;
        return true;
    }

    /** Reads the rest of a string that has no escapes; changes nothing if it has. */
    boolean plainRest() throws IOException {
        int found = quoteOrBackslash(at);
        if (json[found] != '"') {
            return false;
        }
        from = at;
        until = found;
        at = found + 1;
        return true;
    }

    /** Whether the string that was read last is this one. */
    boolean is(byte[] text) {
        return until - from == text.length && Bytes.standAt(text, json, from, until);
    }

    /** Reads a string, or steps over anything else, which then counts as the empty string. */
    void text() throws IOException {
        if (take('"')) {
            endString();
        } else {
            skip();
            from = 0;
            until = 0;
        }
    }

    /** Steps over a value. @return whether it was {@code true} */
    boolean isTrue() throws IOException {
        if (literally(FALSE)) {
            return false;
        }
        boolean yes = peek() == 't';
        skip();
        return yes;
    }

    String lastText() {
        return new String(json, from, until - from, StandardCharsets.UTF_8);
    }

    /** Nothing but white space may follow the last value. */
    void needEnd() throws IOException {
        for (; at < end; at++) {
            if (json[at] > ' ' || json[at] < 0) {
                throw broken();
            }
        }
    }

    private void string() throws IOException {
        need('"');
        endString();
    }

    private void endString() throws IOException {
        from = at;
        int found = quoteOrBackslash(at);
        if (json[found] == '"') {
            until = found;
            at = found + 1;
        } else {
            unescape(found);
        }
    }

    /** Nobody looks at it, so its escapes stay. */
    private void skipString() throws IOException {
        int found = quoteOrBackslash(at + 1);
        while (json[found] != '"') {
            if (found + 2 >= end) {
                throw broken();
            }
            found = quoteOrBackslash(found + 2);
        }
        at = found + 1;
    }

    private int quoteOrBackslash(int start) throws IOException {
        int i = start;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long eight = Bytes.eight(json, i);
            long found = zeroBytes(eight ^ QUOTES) | zeroBytes(eight ^ BACKSLASHES);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        return quoteOrBackslashInRest(i);
    }

    private int quoteOrBackslashInRest(int start) throws IOException {
        for (int i = start; i < end; i++) {
            if (json[i] == '"' || json[i] == '\\') {
                return i;
            }
        }
        throw broken();
    }

    /** The high bit of every byte that is zero, and perhaps of some after the first of them. */
    private static long zeroBytes(long value) {
        return value - ONES & ~value & HIGHS;
    }

    /** What an escape stands for is never longer than the escape, so the text is put together where it stands. */
    private void unescape(int firstBackslash) throws IOException {
        int write = firstBackslash;
        int read = firstBackslash;
        while (true) {
            if (read >= end) {
                throw broken();
            }
            byte next = json[read++];
            if (next == '"') {
                break;
            }
            if (next != '\\') {
                json[write++] = next;
                continue;
            }
            if (read >= end) {
                throw broken();
            }
            byte escape = json[read++];
            if (escape == 'u') {
                int code = hex(read);
                read += 4;
                if (Character.isHighSurrogate((char) code)
                        && read + 6 <= end
                        && json[read] == '\\'
                        && json[read + 1] == 'u'
                        && Character.isLowSurrogate((char) hex(read + 2))) {
                    code = Character.toCodePoint((char) code, (char) hex(read + 2));
                    read += 6;
                }
                write = utf8(code, write);
            } else {
                json[write++] = simple(escape);
            }
        }
        until = write;
        at = read;
    }

    private byte simple(byte escape) throws IOException {
        return switch (escape) {
            case '"', '\\', '/' -> escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw broken();
        };
    }

    private int hex(int start) throws IOException {
        if (start + 4 > end) {
            throw broken();
        }
        int code = 0;
        for (int i = start; i < start + 4; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                throw broken();
            }
            code = code << 4 | digit;
        }
        return code;
    }

    /** Half a surrogate pair becomes a question mark, as in Java's own encoding. */
    private int utf8(int code, int start) {
        int write = start;
        if (code < 0x80) {
            json[write++] = (byte) code;
        } else if (code < 0x800) {
            json[write++] = (byte) (0xC0 | code >> 6);
            json[write++] = (byte) (0x80 | code & 0x3F);
        } else if (code < 0x10000) {
            if (Character.isSurrogate((char) code)) {
                json[write++] = '?';
            } else {
                json[write++] = (byte) (0xE0 | code >> 12);
                json[write++] = (byte) (0x80 | code >> 6 & 0x3F);
                json[write++] = (byte) (0x80 | code & 0x3F);
            }
        } else {
            json[write++] = (byte) (0xF0 | code >> 18);
            json[write++] = (byte) (0x80 | code >> 12 & 0x3F);
            json[write++] = (byte) (0x80 | code >> 6 & 0x3F);
            json[write++] = (byte) (0x80 | code & 0x3F);
        }
        return write;
    }

    /** Steps over a value of whatever kind. */
    void skip() throws IOException {
        int depth = 0;
        do {
            switch (peek()) {
                case '"' -> skipString();
                case '{', '[' -> {
                    at++;
                    if (++depth > DEEPEST) {
                        throw broken();
                    }
                    continue;
                }
                case '}', ']' -> {
                    if (depth-- == 0) {
                        throw broken();
                    }
                    at++;
                }
                case ',', ':' -> {
                    if (depth == 0) {
                        throw broken();
                    }
                    at++;
                    continue;
                }
                default -> scalar();
            }
        } while (depth > 0);
    }

    private void scalar() throws IOException {
        int start = at;
        while (at < end && isScalar(json[at])) {
            at++;
        }
        // A scalar is never the last thing of a page: if nothing follows, the answer was cut off.
        if (at == start || at == end) {
            throw broken();
        }
    }

    private static boolean isScalar(byte next) {
        return next >= '0' && next <= '9'
                || next >= 'a' && next <= 'z'
                || next == '-'
                || next == '+'
                || next == '.'
                || next == 'E';
    }

    private static IOException broken() {
        return new IOException("the answer breaks off, or is no JSON");
    }
}
