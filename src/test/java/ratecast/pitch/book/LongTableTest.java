package ratecast.pitch.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.pitch.Base36;

class LongTableTest {
  @ParameterizedTest
  @ValueSource(ints = {10, 700, 1000, 50_000})
  void holdsWhatAHashMapHolds(int keys) {
    Random random = new Random(keys);
    LongTable table = new LongTable(2, keys);
    Map<Long, Long> expected = new HashMap<>();

    for (int step = 0; step < 300_000; step++) {
      long key = random.nextInt(keys * 2);
      int found = table.find(key);
      assertThat(found != LongTable.NONE).isEqualTo(expected.containsKey(key));
      if (found != LongTable.NONE && random.nextInt(2) == 0) {
        assertThat(table.value(found, 1)).isEqualTo(expected.remove(key));
        table.remove(found);
      } else {
        int entry = table.put(key);
        assertThat(entry == LongTable.NONE)
            .isEqualTo(expected.size() == keys && !expected.containsKey(key));
        if (entry != LongTable.NONE) {
          table.value(entry, 0, key);
          table.value(entry, 1, step);
          expected.put(key, (long) step);
        }
      }
      assertThat(table.size()).isEqualTo(expected.size());
    }
  }

  @Test
  void holdsTheSmallestAndTheLargestId() {
    LongTable table = new LongTable(1, 10);

    List.of(0L, Base36.parse("ZZZZZZZZZZZZ").orElseThrow(), Long.MAX_VALUE)
        .forEach(
            key -> {
              table.value(table.put(key), 0, -1);

              assertThat(table.value(table.find(key), 0)).isEqualTo(-1);
              table.remove(table.find(key));
              assertThat(table.find(key)).isEqualTo(LongTable.NONE);
            });
  }

  @Test
  void fillsUpToItsLimitAndNotBeyond() {
    LongTable table = new LongTable(1, 1000);
    for (long key = 0; key < 1000; key++) {
      assertThat(table.put(key)).isNotEqualTo(LongTable.NONE);
    }

    assertThat(table.isFull()).isTrue();
    assertThat(table.put(1000)).isEqualTo(LongTable.NONE);
    assertThat(table.put(999)).as("a key it has").isEqualTo(table.find(999));
  }

  @Test
  void keepsOnlyWhatItIsToldToKeep() {
    LongTable table = new LongTable(1, 5000);
    for (long key = 0; key < 5000; key++) {
      table.value(table.put(key), 0, key);
    }

    table.retain(entry -> table.value(entry, 0) % 10 == 3);

    assertThat(table.size()).isEqualTo(500);
    for (long key = 0; key < 5000; key++) {
      int entry = table.find(key);
      assertThat(entry != LongTable.NONE).isEqualTo(key % 10 == 3);
      assertThat(entry == LongTable.NONE || table.value(entry, 0) == key).isTrue();
    }
  }
}
