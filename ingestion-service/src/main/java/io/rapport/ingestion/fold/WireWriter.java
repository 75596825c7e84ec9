package io.rapport.ingestion.fold;

import com.google.protobuf.ByteString;
import com.google.protobuf.WireFormat;

/**
 * Writes a protocol-buffer message from its end to its start, so that the length of what stands inside is known when
 * its head is written: no object for a message or a list, nothing sized twice. As the generated code does, leaves out
 * what is zero.
 */
final class WireWriter {

    private static final int LONGEST_VARINT = 10;

    private byte[] bytes = new byte[1 << 10];
    private int start = bytes.length;

    void clear() {
        start = bytes.length;
    }

    /** Bytes written so far, to say later what has been written {@link #since}. */
    int size() {
        return bytes.length - start;
    }

    ByteString message() {
        return ByteString.copyFrom(bytes, start, size());
    }

    /** An unsigned or signed integer, not zigzag. */
    void varint(int field, long value) {
        if (value != 0) {
            varint(value);
            tag(field, WireFormat.WIRETYPE_VARINT);
        }
    }

    void bytes(int field, byte[] value) {
        int before = size();
        room(value.length);
        start -= value.length;
        System.arraycopy(value, 0, bytes, start, value.length);
        since(before, field);
    }

    /** An element of a packed list; the last is written first. */
    void element(long value) {
        varint(value);
    }

    /** The same of a list of fixed64. */
    void fixedElement(long value) {
        room(Long.BYTES);
        start -= Long.BYTES;
        Bytes.eight(bytes, start, value);
    }

    /** The head of a packed list, if there is anything in it. @param before size before its last element was written */
    void list(int before, int field) {
        if (size() > before) {
            since(before, field);
        }
    }

    /** The head of what is written with its length. @param before size before the first of what it holds was written */
    private void since(int before, int field) {
        varint(size() - before);
        tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    private void tag(int field, int type) {
        varint((long) field << 3 | type);
    }

    private void varint(long value) {
        room(LONGEST_VARINT);
        if (value >>> 7 == 0) {
            bytes[--start] = (byte) value;
            return;
        }
        int length = (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
        start -= length;
        long rest = value;
        int last = start + length - 1;
        for (int at = start; at < last; at++) {
            bytes[at] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[last] = (byte) rest;
    }

    private void room(int more) {
        if (start < more) {
            int size = size();
            byte[] larger = new byte[2 * bytes.length + more];
            System.arraycopy(bytes, start, larger, larger.length - size, size);
            bytes = larger;
            start = larger.length - size;
        }
    }
}
