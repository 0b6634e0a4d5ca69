package quire.cli.copies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberTableTest {
  private final NumberTable table = new NumberTable();

  /** Few have other first bits: many want the place of another one. */
  private static long key(Random random) {
    return (1L + random.nextInt(40)) << 32 | random.nextInt(40);
  }

  @Test
  void itIsAMapOfNumbers() {
    Random random = new Random(17);
    Map<Long, Long> expected = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      long key = key(random);
      switch (random.nextInt(4)) {
        case 0 -> assertThat(table.remove(key)).isEqualTo(expected.remove(key) != null);
        case 1 -> assertThat(table.add(key)).isEqualTo(expected.putIfAbsent(key, 0L) == null);
        default -> assertThat(table.put(key, i)).isEqualTo(expected.put(key, (long) i) == null);
      }
      assertThat(table.size()).isEqualTo(expected.size());
      long other = key(random);
      assertThat(table.has(other)).isEqualTo(expected.containsKey(other));
      assertThat(table.get(other)).isEqualTo(expected.getOrDefault(other, 0L));
    }
    expected.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
  }

  @Test
  void allOfItsKeysAreTried() {
    for (long key = 1; key <= 1_000; key++) {
      assertThat(table.add(key << 32)).isTrue();
    }
    assertThat(table.all(key -> key >>> 32 <= 1_000)).isTrue();
    assertThat(table.all(key -> key >>> 32 < 1_000)).isFalse();
    assertThat(table.all(table::has)).isTrue();
  }

  @Test
  void theNumberThatMarksWhatIsFreeMayBeAKey() {
    assertThat(table.has(0)).isFalse();
    assertThat(table.put(0, 5)).isTrue();
    assertThat(table.get(0)).isEqualTo(5);
    assertThat(table.remove(0)).isTrue();
    assertThat(table.has(0)).isFalse();
  }
}
