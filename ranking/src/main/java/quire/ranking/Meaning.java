package quire.ranking;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import quire.api.Fact;
import quire.api.RecallFilter;
import quire.api.RecallQuery;

/**
 * How near facts are to one question in meaning: the best by their words, those that are nearest in
 * the whole store, and what stands around them. docs/recall.md has the runs that chose the numbers.
 */
final class Meaning {
  /** The best by their words, which the meaning puts into another order. */
  private static final int COMPARED = 100;

  /** If fewer of them are known, the order would hang on what happened to be embedded already. */
  private static final double ENOUGH = 0.9;

  /** Twenty find no more that is near enough. */
  private static final int NEAREST = 10;

  /** Where a filter leaves out most of the store. */
  private static final int NEAREST_BEFORE_A_FILTER = 1_000;

  /**
   * Standard deviations above unrelated texts from which a fact needs no common word. What is
   * nearest to a question that nothing answers mostly lies below; of what paraphrases look for,
   * half lies above.
   */
  private static final double NEAR = 2.4;

  /** Up to here nearness is chance, and counts nothing. */
  private static final double FROM = 1;

  /** More than any fact reaches with its neighbours. */
  private static final double MOST = 8;

  /**
   * How much the facts just before and after count; those further away half of it. At 0.2 they
   * pushed down what words had found in notes; without them conversations lose.
   */
  private static final double NEIGHBOURS = 0.1;

  /**
   * What a standard deviation counts, where all words of the question count about 1. Conversations
   * like less, paraphrases more: at 0.16 the former lose a point of MRR, and the latter gain one.
   */
  private static final double WEIGHT = 0.12;

  /** Agents turn a page soon or never; a question with its answer takes a few kilobytes. */
  private static final int REMEMBERED = 64;

  /** Looked up by the first recall of a process, so that its start knows nothing of it. */
  private static final class Installed {
    private static final Optional<Closeness> CLOSENESS = find();

    private static Optional<Closeness> find() {
      try {
        return ServiceLoader.load(Closeness.class, Closeness.class.getClassLoader()).findFirst();
      } catch (ServiceConfigurationError broken) {
        System.getLogger("quire.ranking").log(Level.WARNING, "Facts are found by words", broken);
        return Optional.empty();
      }
    }
  }

  private record Asked(Closeness closeness, String store, String text, RecallFilter filter) {}

  /** With what a question was answered, and when. */
  private record FirstPage(long version, Optional<Meaning> meaning) {}

  /** The further pages of a question go by what the first one went by. */
  private static final Map<Asked, FirstPage> FIRST_PAGES = new LatestUsed<>(REMEMBERED);

  private static final ScopedValue<Optional<Closeness>> CHOSEN = ScopedValue.newInstance();

  private static volatile boolean asked;

  /** What is near enough and let through by the filter, though it may have no word in common. */
  private final long[] near;

  /** By number, in deviations, with what stands around. */
  private final Map<Long, Double> nearness = new HashMap<>();

  private Meaning(long[] near) {
    this.near = near;
  }

  /** Carries out recalls of this thread with another closeness than the installed one. */
  static <T> T with(Optional<Closeness> closeness, Supplier<T> recalls) {
    return ScopedValue.where(CHOSEN, closeness).call(recalls::get);
  }

  /** {@return what tells which facts are near, looked for the first time if need be} */
  static Optional<Closeness> closeness() {
    if (CHOSEN.isBound()) {
      return CHOSEN.get();
    }
    asked = true;
    return Installed.CLOSENESS;
  }

  /** {@return the same once a recall has looked for it} */
  static Optional<Closeness> inUse() {
    if (CHOSEN.isBound()) {
      return CHOSEN.get();
    }
    return asked ? Installed.CLOSENESS : Optional.empty();
  }

  /** {@return whether there may be an answer of {@link #of} to this query} */
  static boolean isAsked(RecallQuery query) {
    return !query.text().isBlank() && closeness().isPresent();
  }

  /**
   * Finds out how near facts are, and adds those to the candidates that are nearest.
   *
   * @param byWords the facts that were found by their words, best first
   * @return empty if words alone decide; nothing was added then
   */
  static Optional<Meaning> of(
      RecallQuery query, FactIndex index, Candidates candidates, List<Scores.Scored> byWords) {
    if (!isAsked(query)) {
      return Optional.empty();
    }
    Optional<Closeness> closeness = closeness();
    Asked question = new Asked(closeness.get(), index.store(), query.text(), query.filter());
    long version = index.version();
    Optional<FirstPage> first = query.skip() > 0 ? firstPage(question, version) : Optional.empty();
    if (first.isPresent()) {
      first.get().meaning().ifPresent(meaning -> candidates.addNear(index.facts(meaning.near)));
      return first.get().meaning();
    }
    Optional<Meaning> meaning =
        closeness
            .get()
            .ask(Speakers.unnamed(query.text(), accepted(query, candidates)), index.store())
            .flatMap(
                answer ->
                    new Finding(query.filter(), index, closeness.get(), answer)
                        .meaning(candidates, byWords));
    synchronized (FIRST_PAGES) {
      FIRST_PAGES.put(question, new FirstPage(version, meaning));
    }
    return meaning;
  }

  private static List<Occurrences.Of> accepted(RecallQuery query, Candidates candidates) {
    return candidates.found().stream().filter(one -> query.filter().accepts(one.fact())).toList();
  }

  private static Optional<FirstPage> firstPage(Asked question, long version) {
    synchronized (FIRST_PAGES) {
      return Optional.ofNullable(FIRST_PAGES.get(question))
          .filter(page -> page.version() == version);
    }
  }

  /** {@return what this fact counts for its meaning, where the words of the question count 1} */
  double weight(Fact fact) {
    return WEIGHT * Math.clamp(nearness.getOrDefault(fact.sequence(), 0.0) - FROM, 0, MOST);
  }

  /** {@return more than any fact counts} */
  static double most() {
    return WEIGHT * MOST;
  }

  /** {@return whether the fact is near enough to need no word of the question} */
  boolean isNear(Fact fact) {
    return nearness.getOrDefault(fact.sequence(), 0.0) >= NEAR;
  }

  /** Asks for one question. */
  private record Finding(
      RecallFilter filter, FactIndex index, Closeness closeness, Closeness.Asked answer) {
    Optional<Meaning> meaning(Candidates candidates, List<Scores.Scored> byWords) {
      if (closeness.isReady()) {
        boolean _ = Learning.goOn(index, closeness);
      }
      List<Fact> best =
          byWords.stream()
              .filter(scored -> scored.occurrences().relation().isEmpty())
              .limit(COMPARED)
              .map(Scores.Scored::fact)
              .toList();
      Map<Long, Double> deviations = deviations(best);
      if (deviations.values().stream().filter(Double::isFinite).count() < ENOUGH * best.size()) {
        return Optional.empty();
      }
      List<Fact> nearest = nearest();
      Map<Long, Double> ofNearest = deviations(nearest);
      List<Fact> near =
          nearest.stream()
              .filter(fact -> ofNearest.getOrDefault(fact.sequence(), 0.0) >= NEAR)
              .toList();
      near.forEach(
          fact -> deviations.put(fact.sequence(), ofNearest.getOrDefault(fact.sequence(), 0.0)));
      candidates.addNear(near);
      Meaning meaning = new Meaning(near.stream().mapToLong(Fact::sequence).toArray());
      meaning.place(candidates, deviations, this);
      return Optional.of(meaning);
    }

    private Map<Long, Double> deviations(List<Fact> facts) {
      double[] found = answer.of(facts);
      Map<Long, Double> deviations = new HashMap<>();
      for (int i = 0; i < found.length; i++) {
        deviations.put(facts.get(i).sequence(), found[i]);
      }
      return deviations;
    }

    private List<Fact> nearest() {
      boolean isFiltered = !filter.isNone();
      long[] numbers = answer.nearest(isFiltered ? NEAREST_BEFORE_A_FILTER : NEAREST);
      Map<Long, Fact> there = new HashMap<>();
      index.facts(numbers).forEach(fact -> there.put(fact.sequence(), fact));
      long[] gone = LongStream.of(numbers).filter(number -> !there.containsKey(number)).toArray();
      if (gone.length > 0) {
        Learning.forget(index, closeness, gone);
      }
      return LongStream.of(numbers)
          .mapToObj(there::get)
          .filter(Objects::nonNull)
          .filter(filter::accepts)
          .limit(NEAREST)
          .toList();
    }
  }

  /**
   * Gives every fact its nearness.
   *
   * @param own of the facts that are compared
   */
  private void place(Candidates candidates, Map<Long, Double> own, Finding finding) {
    Neighbourhood surroundings = new Neighbourhood(candidates.found());
    Map<Long, List<Neighbourhood.Neighbour>> around = new HashMap<>();
    Map<Long, Fact> others = new HashMap<>();
    for (Occurrences.Of one : candidates.found()) {
      long number = one.fact().sequence();
      if (own.containsKey(number)) {
        List<Neighbourhood.Neighbour> neighbours = surroundings.neighbours(one);
        around.put(number, neighbours);
        neighbours.forEach(other -> others.put(other.of().fact().sequence(), other.of().fact()));
      }
    }
    Map<Long, Double> known = new HashMap<>(own);
    others.keySet().removeAll(own.keySet());
    known.putAll(finding.deviations(List.copyOf(others.values())));
    own.forEach(
        (number, deviations) -> {
          double sum = deviations;
          for (Neighbourhood.Neighbour other : around.getOrDefault(number, List.of())) {
            double near = known.getOrDefault(other.of().fact().sequence(), Double.NaN);
            sum += Double.isNaN(near) ? 0 : NEIGHBOURS * near / other.steps();
          }
          nearness.put(number, sum);
        });
    double mean =
        nearness.values().stream()
            .filter(Double::isFinite)
            .mapToDouble(deviations -> Math.max(0, deviations))
            .average()
            .orElse(0);
    nearness.replaceAll((number, deviations) -> Double.isNaN(deviations) ? mean : deviations);
  }
}
