package quire.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import quire.api.Fact;
import quire.ranking.Closeness;
import quire.text.PlainText;

/**
 * Knows meanings by a list of words that mean the same. Which words a text has of each line makes
 * its vector, so that it tells truly what is near, and the same on every machine.
 */
public final class SynonymCloseness implements Closeness {
  private static final List<List<String>> SAME =
      List.of(
          List.of("automobile", "car", "vehicle"),
          List.of("physician", "doctor", "medic"),
          List.of("money", "cash", "funds"),
          List.of("begin", "start", "commence"),
          List.of("garden", "yard", "lawn"),
          List.of("storm", "hurricane", "gale"));

  /** The deviations of a text whose meaning is that of the question. */
  private static final double SAME_MEANING = 5;

  private final Map<String, Map<Long, double[]>> learned = new ConcurrentHashMap<>();
  private volatile boolean knowing;

  /** Makes one that knows all facts, or none until it is told otherwise. */
  public SynonymCloseness(boolean knowing) {
    this.knowing = knowing;
  }

  void know(boolean all) {
    knowing = all;
  }

  /** {@return how many facts of all stores can be found} */
  int learned() {
    return learned.values().stream().mapToInt(Map::size).sum();
  }

  private static double[] vector(String text) {
    Set<String> words = new HashSet<>(Arrays.asList(PlainText.of(text).split("[^\\p{L}]+")));
    double[] vector =
        SAME.stream().mapToDouble(same -> same.stream().filter(words::contains).count()).toArray();
    double length = Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
    return length == 0 ? vector : Arrays.stream(vector).map(v -> v / length).toArray();
  }

  private static double[] vector(Fact fact) {
    return vector(fact.entity() + ": " + fact.text().orElse(""));
  }

  private static double deviations(double[] one, double[] other) {
    double product = 0;
    for (int i = 0; i < one.length; i++) {
      product += one[i] * other[i];
    }
    return SAME_MEANING * product;
  }

  @Override
  public Optional<Asked> ask(String question, String store) {
    double[] asked = vector(question);
    return Optional.of(
        new Asked() {
          @Override
          public double[] of(List<Fact> facts) {
            return facts.stream()
                .mapToDouble(fact -> knowing ? deviations(asked, vector(fact)) : Double.NaN)
                .toArray();
          }

          @Override
          public long[] nearest(int limit) {
            return learned.getOrDefault(store, Map.of()).entrySet().stream()
                .sorted(
                    Comparator.<Map.Entry<Long, double[]>>comparingDouble(
                            one -> -deviations(asked, one.getValue()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .mapToLong(Map.Entry::getKey)
                .toArray();
          }
        });
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public boolean isBusy() {
    return false;
  }

  @Override
  public long[] unlearned(String store, long[] sequences) {
    Set<Long> known = learned.getOrDefault(store, Map.of()).keySet();
    return LongStream.of(sequences).filter(number -> !known.contains(number)).toArray();
  }

  @Override
  public void learn(String store, List<Fact> facts) {
    learned
        .computeIfAbsent(store, unseen -> new ConcurrentHashMap<>())
        .putAll(facts.stream().collect(Collectors.toMap(Fact::sequence, SynonymCloseness::vector)));
  }

  @Override
  public void unlearn(String store, long[] sequences) {
    learned
        .getOrDefault(store, Map.of())
        .keySet()
        .removeAll(new ArrayList<>(LongStream.of(sequences).boxed().toList()));
  }
}
