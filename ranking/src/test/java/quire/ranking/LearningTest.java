package quire.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Fact;
import quire.api.RecallFilter;
import quire.api.RecallPage;
import quire.api.RecallQuery;

/** Which facts are handed over to what knows meanings, and which it is told to forget. */
final class LearningTest {
  private final Remembering closeness = new Remembering();

  /** Remembers texts by number, and holds all of them near to every question. */
  private static final class Remembering implements Closeness {
    private final Map<Long, String> texts = new HashMap<>();
    private final List<Long> forgotten = new ArrayList<>();
    private int mostAtOnce;
    private boolean busy;
    private boolean knowing = true;

    @Override
    public Optional<Asked> ask(String question, String store) {
      return Optional.of(
          new Asked() {
            @Override
            public double[] of(List<Fact> facts) {
              double[] near = new double[facts.size()];
              Arrays.setAll(near, i -> knowing ? 3 + facts.get(i).sequence() % 7 : Double.NaN);
              return near;
            }

            @Override
            public long[] nearest(int limit) {
              return texts.keySet().stream().mapToLong(number -> number).limit(limit).toArray();
            }
          });
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public boolean isBusy() {
      return busy;
    }

    @Override
    public long[] unlearned(String store, long[] sequences) {
      return LongStream.of(sequences).filter(number -> !texts.containsKey(number)).toArray();
    }

    @Override
    public void learn(String store, List<Fact> facts) {
      mostAtOnce = Math.max(mostAtOnce, facts.size());
      facts.forEach(fact -> texts.put(fact.sequence(), fact.text().orElse("")));
    }

    @Override
    public void unlearn(String store, long[] sequences) {
      LongStream.of(sequences).forEach(forgotten::add);
      LongStream.of(sequences).forEach(texts::remove);
    }
  }

  private static Fact fact(long number, String text) {
    return new Fact(
        number, "e" + number, "note", Optional.of(text), new Author("kit", "s"), Instant.EPOCH);
  }

  private static FactIndex index(long version, Fact... facts) {
    return new FactList("a store", version, List.of(facts), List.of());
  }

  private boolean learn(FactIndex index) {
    return Ranking.with(Optional.of(closeness), () -> Ranking.learn(index));
  }

  private void learnAll(FactIndex index) {
    while (learn(index)) {
      Thread.onSpinWait();
    }
  }

  private RecallPage recall(FactIndex index, String text, int skip) {
    RecallQuery query =
        new RecallQuery(text, RecallFilter.NONE, skip, 5, Integer.MAX_VALUE, Integer.MAX_VALUE);
    return Ranking.with(Optional.of(closeness), () -> Ranking.recall(query, index));
  }

  @Test
  void aRecallOfAnOlderStateForgetsNothingOfANewerOne() {
    Fact[] facts = {fact(1, "one"), fact(2, "two"), fact(3, "three")};
    FactIndex older = index(1, facts[0], facts[1]);
    learnAll(index(2, facts));

    assertThat(recall(older, "something", 0).facts()).hasSize(2);
    assertThat(closeness.texts).containsOnlyKeys(1L, 2L, 3L);
    assertThat(recall(index(2, facts), "something", 0).facts()).hasSize(3);
    assertThat(recall(index(3, facts[0]), "something", 0).facts()).hasSize(1);
    assertThat(closeness.texts).as("what is gone is forgotten").containsOnlyKeys(1L);
  }

  @Test
  void aStoreThatWasReplacedByASmallerOneIsLearnedAnew() {
    learnAll(index(30, fact(1, "old one"), fact(2, "old two"), fact(30, "old thirty")));
    FactIndex smaller = index(2, fact(1, "new one"), fact(2, "two"));
    learnAll(smaller);

    assertThat(closeness.texts).containsEntry(1L, "new one").containsEntry(2L, "two");
    assertThat(recall(smaller, "something", 0).facts()).hasSize(2);
    assertThat(closeness.texts).containsOnlyKeys(1L, 2L);
    learnAll(index(3, fact(1, "new one"), fact(2, "two"), fact(3, "three")));
    assertThat(closeness.texts).containsEntry(3L, "three");
  }

  @Test
  void ofFactsByTheirPlaceOnlyThoseThatAreGoneAreForgotten() {
    learnAll(index(1, fact(-1, "one"), fact(-2, "two"), fact(-3, "three")));
    learnAll(index(2, fact(-1, "one"), fact(-2, "another")));

    assertThat(closeness.forgotten).containsExactly(-3L);
    assertThat(closeness.texts).containsEntry(-2L, "another").containsOnlyKeys(-1L, -2L);
  }

  @Test
  void whileItIsBusyNothingIsHandedOverAndThereIsMore() {
    FactIndex index = index(1, fact(1, "one"));
    closeness.busy = true;
    assertThat(learn(index)).isTrue();
    assertThat(closeness.texts).isEmpty();
    closeness.busy = false;
    assertThat(learn(index)).isFalse();
    assertThat(closeness.texts).containsOnlyKeys(1L);
  }

  @Test
  void fewFactsAreInMemoryAtOnce() {
    learnAll(
        index(
            1, IntStream.rangeClosed(1, 100).mapToObj(i -> fact(i, "t" + i)).toArray(Fact[]::new)));
    assertThat(closeness.texts).hasSize(100);
    assertThat(closeness.mostAtOnce).isEqualTo(16);
  }

  @Test
  void aFirstPageIsRememberedWhileSixtyOtherQuestionsAreAsked() {
    FactIndex index =
        index(
            1,
            IntStream.rangeClosed(1, 15).mapToObj(i -> fact(i, "word " + i)).toArray(Fact[]::new));
    learnAll(index);
    List<Long> found = numbers(recall(index, "word", 0));
    for (int i = 0; i < 60; i++) {
      assertThat(recall(index, "question " + i, 0).facts()).isNotEmpty();
    }
    closeness.knowing = false;
    found.addAll(numbers(recall(index, "word", 5)));
    found.addAll(numbers(recall(index, "word", 10)));
    assertThat(found).hasSize(15).doesNotHaveDuplicates();
  }

  private static List<Long> numbers(RecallPage page) {
    return new ArrayList<>(page.facts().stream().map(one -> one.fact().sequence()).toList());
  }
}
