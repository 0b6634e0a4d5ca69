package quire.ranking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import quire.api.Fact;
import quire.api.RecallFilter;
import quire.text.PlainText;

/** An index that looks at every fact; for as many as fit into memory and are looked at quickly. */
public final class FactList implements FactIndex {
  private record Plain(Fact fact, String text) {}

  private final String store;
  private final long version;
  private final List<Plain> newestFirst;
  private final List<StoredRelation> relations;

  /**
   * Indexes these facts.
   *
   * @param store as {@link #store} gives it
   * @param version as {@link #version} gives it
   * @param facts observations and entities, in any order
   * @param relations in any order
   */
  public FactList(
      String store, long version, Collection<Fact> facts, Collection<StoredRelation> relations) {
    this.store = store;
    this.version = version;
    this.relations =
        relations.stream()
            .sorted((one, other) -> Long.compare(other.sequence(), one.sequence()))
            .toList();
    this.newestFirst =
        facts.stream()
            .sorted((one, other) -> Long.compare(other.sequence(), one.sequence()))
            .map(fact -> new Plain(fact, plain(fact)))
            .toList();
  }

  private static String plain(Fact fact) {
    return PlainText.of(fact.text().orElse(fact.entity() + '\0' + fact.type()));
  }

  @Override
  public String store() {
    return store;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public long newest() {
    long newest = newestFirst.isEmpty() ? 0 : newestFirst.getFirst().fact().sequence();
    return Math.max(newest, newestFirst.size());
  }

  @Override
  public long[] holding(List<String> parts, RecallFilter filter, int limit) {
    return numbers(plain -> parts.stream().allMatch(plain.text()::contains), filter, limit);
  }

  @Override
  public long[] written(Instant since, Instant before, RecallFilter filter, int limit) {
    return numbers(
        plain -> !plain.fact().time().isBefore(since) && plain.fact().time().isBefore(before),
        filter,
        limit);
  }

  private long[] numbers(Predicate<Plain> condition, RecallFilter filter, int limit) {
    return newestFirst.stream()
        .filter(condition)
        .filter(plain -> isAccepted(plain.fact(), filter))
        .limit(limit)
        .mapToLong(plain -> plain.fact().sequence())
        .toArray();
  }

  private static boolean isAccepted(Fact fact, RecallFilter filter) {
    return fact.text().isPresent()
        ? filter.accepts(fact)
        : filter.acceptsEntity(fact.entity(), fact.type());
  }

  @Override
  public long[] observations(long above, int limit) {
    return numbers(plain -> plain.fact().text().isPresent(), RecallFilter.NONE, limit);
  }

  @Override
  public List<Fact> facts(long[] sequences) {
    Set<Long> wanted = new HashSet<>(LongStream.of(sequences).boxed().toList());
    return newestFirst.stream()
        .map(Plain::fact)
        .filter(fact -> wanted.contains(fact.sequence()))
        .toList();
  }

  @Override
  public List<Fact> around(long[] sequences, int distance) {
    Set<Long> near = new HashSet<>();
    for (long sequence : sequences) {
      LongStream.rangeClosed(sequence - distance, sequence + distance).forEach(near::add);
    }
    return newestFirst.stream()
        .map(Plain::fact)
        .filter(fact -> fact.text().isPresent() && near.contains(fact.sequence()))
        .toList();
  }

  @Override
  public List<Fact> of(Collection<String> entities, int limitOfEach) {
    Set<String> wanted = new HashSet<>(entities);
    Map<String, Integer> counts = new HashMap<>();
    List<Fact> facts = new ArrayList<>();
    for (Plain plain : newestFirst) {
      Fact fact = plain.fact();
      if (fact.text().isPresent()
          && wanted.contains(fact.entity())
          && counts.merge(fact.entity(), 1, Integer::sum) <= limitOfEach) {
        facts.add(fact);
      }
    }
    return facts;
  }

  @Override
  public List<StoredRelation> relations(
      Collection<String> entities, List<String> parts, int limitOfEach) {
    Set<StoredRelation> found = new LinkedHashSet<>();
    for (String entity : entities) {
      add(found, stored -> stored.relation().from().equals(entity), parts, limitOfEach);
      add(found, stored -> stored.relation().to().equals(entity), parts, limitOfEach);
    }
    return List.copyOf(found);
  }

  private void add(
      Set<StoredRelation> found, Predicate<StoredRelation> end, List<String> parts, int limit) {
    relations.stream()
        .filter(end)
        .filter(stored -> FactIndex.isOfType(stored.relation(), parts))
        .limit(limit)
        .forEach(found::add);
  }
}
