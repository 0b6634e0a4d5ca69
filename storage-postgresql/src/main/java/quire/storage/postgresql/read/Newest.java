package quire.storage.postgresql.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A question for the newest facts that have some terms, which {@link NewestFacts} answers. */
final class Newest {
  /** A fact and the entity that it belongs to. */
  record Found(long id, long entity) {}

  private final List<Found> found = new ArrayList<>();
  private final String grams;
  private final int limit;
  private OptionalLong nearHits = OptionalLong.empty();

  /**
   * @param grams the terms as PostgreSQL writes an array
   */
  Newest(String grams, int limit) {
    this.grams = grams;
    this.limit = limit;
  }

  String grams() {
    return grams;
  }

  /** {@return its terms one by one} */
  List<Integer> terms() {
    return Arrays.stream(grams.substring(1, grams.length() - 1).split(","))
        .map(Integer::valueOf)
        .toList();
  }

  int limit() {
    return limit;
  }

  /** Says how many of the near facts have its terms, which are too few. */
  void knowNearHits(long hits) {
    nearHits = OptionalLong.of(hits);
  }

  OptionalLong nearHits() {
    return nearHits;
  }

  void add(Found fact) {
    found.add(fact);
  }

  /** {@return the numbers of the facts, newest first} */
  long[] facts() {
    return newestFirst().mapToLong(Found::id).toArray();
  }

  /** {@return the entities that they belong to} */
  List<Long> entities() {
    return newestFirst().map(Found::entity).distinct().toList();
  }

  /** What is near may have been found twice. */
  private Stream<Found> newestFirst() {
    return found.stream()
        .sorted(Comparator.comparingLong(Found::id).reversed())
        .distinct()
        .limit(limit);
  }
}
