package quire.lab;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Selection;

/** Writes a recall set into an empty store and asks its questions. */
final class RecallBench {
  private static final int DEEPEST = 20;
  private static final int MOST_ROUNDS = 300;
  private static final long BETWEEN_ROUNDS_MS = 1_000;

  private final RecallFile set;
  private final Map<List<String>, String> ids = new HashMap<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  RecallBench(RecallFile set) {
    this.set = set;
    for (RecallFile.Written one : set.written()) {
      one.text().ifPresent(text -> ids.put(List.of(one.entity(), text), one.id()));
    }
  }

  /** Finds the ids of facts for a question, best first. */
  interface Method {
    List<List<String>> find(String question);
  }

  /**
   * What a method found.
   *
   * @param ofQuestions by question, what {@link RecallFigures#NAMES} says
   * @param microseconds the time for half of the questions
   * @param inVain how many facts it finds, in the mean, for a question that nothing answers
   */
  record Found(List<double[]> ofQuestions, long microseconds, double inVain) {
    Found {
      ofQuestions = List.copyOf(ofQuestions);
    }
  }

  /** {@return a clock that stands where the set says, while it is loaded} */
  Clock clock() {
    InstantSource source = now::get;
    return source.withZone(ZoneOffset.UTC);
  }

  /**
   * Writes the set.
   *
   * @param store dates what is written by {@link #clock()}
   */
  void load(MemoryStore store) {
    for (RecallFile.Written one : set.written()) {
      now.set(one.time());
      if (one.text().isPresent()) {
        String text = one.text().get();
        store.addObservations(List.of(new Observations(one.entity(), List.of(text))), one.author());
      } else if (one.to().isPresent()) {
        store.createRelations(
            List.of(new Relation(one.entity(), one.to().get(), one.type())), one.author());
      } else {
        store.createEntities(
            List.of(new Entity(one.entity(), one.type(), List.of())), one.author());
      }
    }
  }

  /** {@return what a store's own recall finds} */
  static Method recall(MemoryStore store) {
    return question ->
        store.recall(RecallQuery.of(question, DEEPEST)).facts().stream()
            .map(one -> List.of(one.fact().entity(), one.fact().text().orElse("")))
            .toList();
  }

  /** {@return what the standard search finds: all facts of the entities that match} */
  static Method search(MemoryStore store) {
    return question -> {
      try (GraphSnapshot found = store.read(new Selection.Matching(question))) {
        return found.toGraph().entities().stream()
            .flatMap(
                entity -> entity.observations().stream().map(text -> List.of(entity.name(), text)))
            .limit(DEEPEST)
            .toList();
      }
    };
  }

  /** Asks until the answers stay the same: what facts mean may still be on its way. */
  void settle(Method method) throws InterruptedException {
    List<List<List<String>>> last = List.of();
    List<List<List<String>>> now = answers(method);
    for (int i = 0; i < MOST_ROUNDS && !now.equals(last); i++) {
      Thread.sleep(BETWEEN_ROUNDS_MS);
      last = now;
      now = answers(method);
    }
  }

  private List<List<List<String>>> answers(Method method) {
    return set.questions().stream().map(question -> method.find(question.text())).toList();
  }

  Found measure(Method method) {
    long[] nanoseconds = new long[set.questions().size()];
    List<double[]> ofQuestions = new ArrayList<>();
    var _ = answers(method); // warms up
    for (int i = 0; i < nanoseconds.length; i++) {
      RecallFile.Question question = set.questions().get(i);
      long started = System.nanoTime();
      List<List<String>> found = method.find(question.text());
      nanoseconds[i] = System.nanoTime() - started;
      List<String> order = found.stream().map(fact -> ids.getOrDefault(fact, "")).toList();
      int first = first(order, question);
      ofQuestions.add(
          new double[] {
            share(order, 1, question),
            share(order, 5, question),
            share(order, 10, question),
            first < 10 ? 1.0 / (first + 1) : 0
          });
    }
    Arrays.sort(nanoseconds);
    double inVain =
        Unanswered.questions().stream()
            .mapToInt(question -> method.find(question).size())
            .average()
            .orElse(0);
    return new Found(ofQuestions, nanoseconds[nanoseconds.length / 2] / 1_000, inVain);
  }

  private static double share(List<String> order, int depth, RecallFile.Question question) {
    long found = order.stream().limit(depth).filter(question.evidence()::contains).count();
    return (double) found / question.evidence().size();
  }

  private static int first(List<String> order, RecallFile.Question question) {
    for (int i = 0; i < order.size(); i++) {
      if (question.evidence().contains(order.get(i))) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }
}
