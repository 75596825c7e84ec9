package io.rapport.ingestion.fold;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongArrays;

/** Pairs of numbers, to be sorted by the first, then by the second. A large mailbox has millions: they are no objects. */
final class Pairs {

    private final LongArrayList firsts = new LongArrayList();
    private final LongArrayList seconds = new LongArrayList();

    void add(long first, long second) {
        firsts.add(first);
        seconds.add(second);
    }

    long first(int index) {
        return firsts.getLong(index);
    }

    long second(int index) {
        return seconds.getLong(index);
    }

    int size() {
        return firsts.size();
    }

    void clear() {
        firsts.clear();
        seconds.clear();
    }

    void sort() {
        if (size() > 1) {
            LongArrays.quickSort(firsts.elements(), seconds.elements(), 0, size());
        }
    }
}
