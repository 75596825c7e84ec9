package io.rapport.ingestion.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairsTest {

    private static final Comparator<List<Long>> ORDER =
            Comparator.<List<Long>>comparingLong(List::getFirst).thenComparingLong(List::getLast);

    @Test
    void sortsByTheFirstThenByTheSecondInWhateverOrderTheyCome() {
        Random random = new Random(1);
        for (int size = 0; size < 200; size++) {
            List<List<Long>> sorted = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                sorted.add(List.of((long) random.nextInt(20), (long) random.nextInt(5)));
            }
            sorted.sort(ORDER);
            List<List<Long>> shuffled = new ArrayList<>(sorted);
            Collections.shuffle(shuffled, random);

            assertThat(sort(sorted)).isEqualTo(sorted);
            assertThat(sort(sorted.reversed())).isEqualTo(sorted);
            assertThat(sort(shuffled)).isEqualTo(sorted);
        }
    }

    private static List<List<Long>> sort(List<List<Long>> list) {
        Pairs pairs = new Pairs();
        pairs.add(1, 1);
        pairs.clear();
        list.forEach(pair -> pairs.add(pair.getFirst(), pair.getLast()));
        pairs.sort();
        List<List<Long>> sorted = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            sorted.add(List.of(pairs.first(i), pairs.second(i)));
        }
        return sorted;
    }
}
