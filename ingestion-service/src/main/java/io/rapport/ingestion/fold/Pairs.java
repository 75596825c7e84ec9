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

    /** Mail comes in order of time, one way or the other, so most often there is little to do. */
    void sort() {
        int size = size();
        int ascending = 1;
        while (ascending < size && compare(ascending - 1, ascending) <= 0) {
            ascending++;
        }
        if (ascending >= size) {
            return;
        }
        int descending = 1;
        while (descending < size && compare(descending - 1, descending) >= 0) {
            descending++;
        }
        if (descending >= size) {
            LongArrays.reverse(firsts.elements(), 0, size);
            LongArrays.reverse(seconds.elements(), 0, size);
        } else {
            LongArrays.quickSort(firsts.elements(), seconds.elements(), 0, size);
        }
    }

    private int compare(int one, int other) {
        int byFirst = Long.compare(first(one), first(other));
        return byFirst != 0 ? byFirst : Long.compare(second(one), second(other));
    }
}
