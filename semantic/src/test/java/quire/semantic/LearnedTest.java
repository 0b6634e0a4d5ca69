package quire.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LearnedTest {
  private static final Vector QUESTION = VectorFileTest.vector(-1);

  private static Learned of(int most, int count) {
    Learned learned = new Learned(most);
    for (int number = 0; number < count; number++) {
      put(learned, number, number);
    }
    return learned;
  }

  private static void put(Learned learned, long sequence, int number) {
    Key key = VectorFileTest.key(number);
    assertThat(learned.take(sequence, key)).isTrue();
    learned.put(sequence, key, VectorFileTest.vector(number));
  }

  private static long[] nearest(LongStream all, int limit) {
    Map<Long, Double> cosines = new HashMap<>();
    all.forEach(
        number -> cosines.put(number, QUESTION.cosine(VectorFileTest.vector((int) number))));
    return cosines.keySet().stream()
        .sorted(Comparator.<Long, Double>comparing(cosines::get).reversed())
        .limit(limit)
        .mapToLong(Long::longValue)
        .toArray();
  }

  @Test
  void theNearestOfAllComeFirst() {
    Learned learned = of(5_000, 2_500);
    assertThat(learned.nearest(QUESTION, 20)).isEqualTo(nearest(LongStream.range(0, 2_500), 20));
    assertThat(learned.nearest(QUESTION, 0)).isEmpty();
    assertThat(learned.nearest(QUESTION, 9_000)).hasSize(2_500);
  }

  @Test
  void whatIsRemovedIsNotFound() {
    Learned learned = of(5_000, 1_500);
    long[] gone = LongStream.range(0, 1_500).filter(number -> number % 3 != 1).toArray();
    learned.remove(gone);
    learned.remove(gone);
    LongStream left = LongStream.range(0, 1_500).filter(number -> number % 3 == 1);
    assertThat(learned.nearest(QUESTION, 600)).isEqualTo(nearest(left, 600));
    assertThat(learned.missing(new long[] {0, 1, 2, 4})).containsExactly(0, 2);
  }

  @Test
  void theHighestNumbersStay() {
    Learned learned = of(100, 111);
    long[] numbers = learned.nearest(QUESTION, 1_000);
    Arrays.sort(numbers);
    assertThat(numbers).isEqualTo(LongStream.range(10, 111).toArray());
    assertThat(learned.missing(new long[] {9, 10})).containsExactly(9);
  }

  @Test
  void whatIsForgottenBeforeItHasAVectorDoesNotComeBack() {
    Learned learned = new Learned(100);
    Key key = VectorFileTest.key(1);
    assertThat(learned.take(1, key)).isTrue();
    learned.remove(new long[] {1});
    learned.put(1, key, VectorFileTest.vector(1));
    assertThat(learned.nearest(QUESTION, 10)).isEmpty();
    assertThat(learned.isPending(1, key)).isFalse();
  }

  @Test
  void aNumberWithAnotherTextIsTakenInAgain() {
    Learned learned = of(100, 3);
    assertThat(learned.take(2, VectorFileTest.key(2))).isFalse();
    put(learned, 2, 7);
    assertThat(learned.nearest(VectorFileTest.vector(7), 1)).containsExactly(2);
    assertThat(learned.nearest(QUESTION, 10)).hasSize(3);
  }
}
