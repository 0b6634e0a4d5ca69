package quire.storage.vault.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import quire.api.Fact;
import quire.api.RecallFilter;
import quire.api.Relation;
import quire.ranking.FactIndex;
import quire.ranking.StoredRelation;
import quire.storage.vault.log.FactNumbers;
import quire.text.Fold;
import quire.text.PlainText;

/** What the ranking asks about a vault in one recall, answered from the notes in memory. */
final class VaultFactIndex implements FactIndex {
  /** The number of a relation that the log does not know. */
  private static final long BY_A_PERSON = -1;

  private final String store;
  private final long version;
  private final VaultIndex index;
  private final Map<String, NoteFacts> byName;
  private final List<NoteFacts> newestFirst;
  private final long count;
  private final FactNumbers numbers;

  /** Where the facts are whose numbers were given out. */
  private final Map<Long, Place> places = new HashMap<>();

  private record Place(NoteFacts note, int fact) {}

  /** Says whether a fact is looked for. */
  private interface Condition {
    boolean holds(NoteFacts note, int fact);
  }

  VaultFactIndex(
      String store,
      long version,
      VaultIndex index,
      Map<String, NoteFacts> byName,
      List<NoteFacts> newestFirst,
      long count,
      FactNumbers numbers) {
    this.store = store;
    this.version = version;
    this.index = index;
    this.numbers = numbers;
    this.byName = byName;
    this.newestFirst = newestFirst;
    this.count = count;
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
    return newestFirst.isEmpty() ? 0 : Math.max(newestFirst.getFirst().newest(), count);
  }

  @Override
  public long[] holding(List<String> parts, RecallFilter filter, int limit) {
    BitSet entities = index.numbersThatMayHold(parts);
    return newest(
        note -> entities.get(note.entity()) && note.mayHold(parts),
        (note, i) -> holds(note, i, parts),
        filter,
        limit);
  }

  private static boolean holds(NoteFacts note, int i, List<String> parts) {
    String text = note.text(i).orElseGet(() -> note.note().name() + '\0' + note.note().type());
    if (i > 0 && note.isAscii()) {
      return allHeld(parts, part -> Fold.holds(text, part));
    }
    String plain = PlainText.of(text);
    return allHeld(parts, plain::contains);
  }

  private static boolean allHeld(List<String> parts, Predicate<String> holds) {
    for (String part : parts) {
      if (!holds.test(part)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long[] written(Instant since, Instant before, RecallFilter filter, int limit) {
    Condition then =
        (note, i) -> {
          Instant time = note.fact(i).time();
          return !time.isBefore(since) && time.isBefore(before);
        };
    return newest(note -> true, then, filter, limit);
  }

  /** Ends as soon as no note can have a newer fact than those found. */
  private long[] newest(
      Predicate<NoteFacts> mayHold, Condition condition, RecallFilter filter, int limit) {
    boolean isNone = filter.isNone();
    PriorityQueue<Long> found = new PriorityQueue<>();
    for (NoteFacts note : newestFirst) {
      if (found.size() == limit && note.newest() < found.element()) {
        break;
      }
      if (!mayHold.test(note) || !filter.acceptsEntity(note.note().name(), note.note().type())) {
        continue;
      }
      for (int i = 0; i < note.size(); i++) {
        boolean newer = found.size() < limit || note.number(i) > found.element();
        if (newer
            && condition.holds(note, i)
            && (i == 0 || isNone || filter.accepts(note.fact(i)))) {
          found.add(note.number(i));
          places.put(note.number(i), new Place(note, i));
          if (found.size() > limit) {
            found.remove();
          }
        }
      }
    }
    long[] numbers = found.stream().mapToLong(Long::longValue).sorted().toArray();
    return IntStream.rangeClosed(1, numbers.length)
        .mapToLong(i -> numbers[numbers.length - i])
        .toArray();
  }

  @Override
  public long[] observations(long above, int limit) {
    return newest(note -> true, (note, i) -> i > 0, RecallFilter.NONE, limit);
  }

  @Override
  public List<Fact> facts(long[] sequences) {
    find(sequences);
    return LongStream.of(sequences)
        .mapToObj(places::get)
        .filter(Objects::nonNull)
        .map(place -> place.note().fact(place.fact()))
        .toList();
  }

  /** Looks for the facts whose numbers were given out by an earlier recall. */
  private void find(long[] sequences) {
    Set<Long> unknown = new HashSet<>();
    for (long sequence : sequences) {
      if (!places.containsKey(sequence)) {
        unknown.add(sequence);
      }
    }
    for (int n = 0; n < newestFirst.size() && !unknown.isEmpty(); n++) {
      NoteFacts note = newestFirst.get(n);
      for (int i = 0; i < note.size(); i++) {
        if (unknown.remove(note.number(i))) {
          places.put(note.number(i), new Place(note, i));
        }
      }
    }
  }

  @Override
  public List<Fact> around(long[] sequences, int distance) {
    long[] centres = sequences.clone();
    Arrays.sort(centres);
    List<Fact> found = new ArrayList<>();
    for (NoteFacts note : newestFirst) {
      if (isAnyIn(centres, note.oldest() - distance, note.newest() + distance)) {
        for (int i = 1; i < note.size(); i++) {
          if (isAnyIn(centres, note.number(i) - distance, note.number(i) + distance)) {
            found.add(note.fact(i));
          }
        }
      }
    }
    return found;
  }

  private static boolean isAnyIn(long[] sorted, long from, long to) {
    int place = Arrays.binarySearch(sorted, from);
    int next = place < 0 ? -place - 1 : place;
    return next < sorted.length && sorted[next] <= to;
  }

  @Override
  public List<Fact> of(Collection<String> entities, int limitOfEach) {
    List<Fact> found = new ArrayList<>();
    for (String entity : entities) {
      NoteFacts note = byName.get(entity);
      if (note != null) {
        IntStream.range(1, note.size())
            .boxed()
            .sorted(Comparator.comparingLong(note::number).reversed())
            .limit(limitOfEach)
            .forEach(i -> found.add(note.fact(i)));
      }
    }
    return found;
  }

  @Override
  public List<StoredRelation> relations(
      Collection<String> entities, List<String> parts, int limitOfEach) {
    Set<StoredRelation> found = new LinkedHashSet<>();
    for (String entity : entities) {
      List<Relation> oldestFirst =
          index.relationsTouching(List.of(entity)).stream()
              .filter(relation -> FactIndex.isOfType(relation, parts))
              .toList();
      int[] left = {limitOfEach, limitOfEach};
      for (Relation relation : oldestFirst.reversed()) {
        if (left[relation.from().equals(entity) ? 0 : 1]-- > 0) {
          found.add(stored(relation));
        }
      }
    }
    return List.copyOf(found);
  }

  private StoredRelation stored(Relation relation) {
    long number = index.sequenceOf(relation);
    if (number > 0) {
      FactNumbers.Writing writing = numbers.writing(number);
      return new StoredRelation(
          number,
          relation,
          type(relation.from()),
          type(relation.to()),
          writing.author(),
          writing.time());
    }
    Instant time =
        index
            .owner(relation.from())
            .map(note -> Instant.ofEpochSecond(0, note.stamp().modified()))
            .orElse(Instant.EPOCH);
    return new StoredRelation(
        BY_A_PERSON, relation, type(relation.from()), type(relation.to()), NoteFacts.PERSON, time);
  }

  private String type(String entity) {
    NoteFacts note = byName.get(entity);
    return note == null ? "" : note.note().type();
  }
}
