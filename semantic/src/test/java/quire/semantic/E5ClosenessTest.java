package quire.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Fact;
import quire.ranking.Closeness;

@EnabledIf(value = "quire.semantic.Trial#runsHere", disabledReason = Trial.NO_LIBRARY)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class E5ClosenessTest {
  private static final String QUESTION = "How do I give a customer their money back?";

  private static final List<Fact> FACTS =
      Trial.facts(
          "The van is refuelled at the station on Mill Lane",
          "Refunds are issued from the till by a supervisor",
          "Parcels above 30 kg need two people");

  @TempDir private Path folder;
  private Path cache;
  private Closeness closeness;

  @BeforeEach
  void open() {
    cache = folder.resolve("cache/quire/vectors");
    closeness = Trial.closeness(cache);
  }

  @Test
  void theFirstQuestionDoesNotWaitForTheModel() throws Exception {
    assertThat(closeness.ask(QUESTION, "store")).isEmpty();
    Closeness.Asked asked = Trial.asked(closeness, QUESTION);
    assertThat(asked.of(FACTS)).hasSize(3);
  }

  @Test
  void aParaphraseIsNearerThanWhatHasNothingToDoWithIt() throws Exception {
    Closeness.Asked asked = Trial.asked(closeness, QUESTION);
    Trial.await(() -> known(asked.of(FACTS)));
    double[] near = asked.of(FACTS);
    assertThat(near[1]).isGreaterThan(near[0] + .5).isGreaterThan(near[2] + .5);
    assertThat(near[1]).isBetween(0., 7.);
  }

  @Test
  void whatWasLearnedIsFoundNearestFirst() throws Exception {
    Closeness.Asked asked = Trial.asked(closeness, QUESTION);
    assertThat(closeness.unlearned("store", new long[] {1, 2, 3})).containsExactly(1, 2, 3);
    closeness.learn("store", FACTS);
    assertThat(closeness.unlearned("store", new long[] {1, 2, 3, 4})).containsExactly(4);
    Trial.await(() -> asked.nearest(10).length == 3);
    assertThat(asked.nearest(2)).hasSize(2).startsWith(2);
    assertThat(closeness.ask(QUESTION, "another store").orElseThrow().nearest(10)).isEmpty();
    closeness.unlearn("store", new long[] {2});
    assertThat(asked.nearest(10)).doesNotContain(2).hasSize(2);
    assertThat(closeness.unlearned("store", new long[] {1, 2, 3})).containsExactly(2);
  }

  @Tag("long")
  @Test
  void aNumberThatMeansAnotherTextIsLearnedAnew() throws Exception {
    Closeness.Asked asked = Trial.asked(closeness, QUESTION);
    closeness.learn("store", FACTS);
    Trial.await(() -> asked.nearest(10).length == 3);
    closeness.learn("store", List.of(Trial.fact(1, "till", "Customers get their money back here")));
    Trial.await(() -> asked.nearest(3).length == 3 && asked.nearest(3)[0] == 1);
  }

  @Test
  void aQuestionInAnotherScriptIsLeftToTheWords() throws Exception {
    Trial.asked(closeness, QUESTION);
    assertThat(closeness.ask("\u8377\u7269\u306f\u3069\u3053\u3067\u3059\u304b", "store"))
        .isEmpty();
  }

  @Test
  void nothingIsLearnedBeforeSomebodyAsks() {
    closeness.learn("store", FACTS);
    assertThat(closeness.unlearned("store", new long[] {1, 2})).isEmpty();
    assertThat(cache).doesNotExist();
  }

  @Tag("long")
  @Test
  void whatOneProcessFoundOutAnotherReads() throws Exception {
    Closeness.Asked first = Trial.asked(closeness, QUESTION);
    Trial.await(() -> known(first.of(FACTS)));
    Trial.await(() -> size(cache) == 4 * 408);
    Closeness other = Trial.closeness(cache);
    Closeness.Asked asked = Trial.asked(other, QUESTION);
    other.learn("store", FACTS);
    Trial.await(() -> asked.nearest(10).length == 3);
    assertThat(size(cache)).as("each text is there once").isEqualTo(4 * 408);
  }

  @Tag("long")
  @Test
  void itIsReadyWhileMuchWaits() throws Exception {
    Trial.asked(closeness, QUESTION);
    long[] all = LongStream.range(0, 5_000).toArray();
    List<Fact> facts =
        Arrays.stream(all).mapToObj(one -> Trial.fact(one, "depot", "Parcel " + one)).toList();
    closeness.learn("store", facts);
    assertThat(closeness.isBusy()).isTrue();
    assertThat(closeness.isReady()).isTrue();
    closeness.unlearn("store", all);
    Trial.await(() -> !closeness.isBusy());
  }

  @Tag("long")
  @Test
  void theStoresThatWereUsedLastAreKept() throws Exception {
    Trial.asked(closeness, QUESTION);
    long[] numbers = {1, 2, 3};
    closeness.learn("first", FACTS);
    for (int store = 0; store < 100; store++) {
      closeness.unlearn("never asked " + store, numbers);
    }
    for (int store = 0; store < 14; store++) {
      closeness.learn("store " + store, FACTS);
    }
    assertThat(closeness.unlearned("first", numbers)).isEmpty();
    for (int store = 0; store < 16; store++) {
      closeness.learn("another store " + store, FACTS);
    }
    assertThat(closeness.unlearned("first", numbers)).isEqualTo(numbers);
  }

  @Test
  void aLongTextIsTakenInByItsBeginningAndFoundByAllOfIt() {
    String begun = "parcel ".repeat(100_000);
    Passage one = Passage.of(Trial.fact(1, "depot", begun + "one"));
    Passage other = Passage.of(Trial.fact(1, "depot", begun + "other"));
    assertThat(one.text()).hasSize(Passage.LONGEST).isEqualTo(other.text());
    assertThat(one.key()).isNotEqualTo(other.key());
    String pairs = "\ud83d\udce6".repeat(2_000);
    assertThat(Passage.of(Trial.fact(1, "a", pairs)).text()).hasSize(1_999).endsWith("\udce6");
  }

  private static boolean known(double[] near) {
    return Arrays.stream(near).noneMatch(Double::isNaN);
  }

  static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
