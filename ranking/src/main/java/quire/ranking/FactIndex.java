package quire.ranking;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import quire.api.Fact;
import quire.api.RecallFilter;
import quire.api.Relation;
import quire.text.PlainText;

/**
 * What the ranking asks of a backend, all of it about one state of the store.
 *
 * <p>A fact goes by the number of the change that wrote it. Entities are facts here even if they
 * have observations. A filter's time and client are those of observations; of an entity, the type
 * and name alone decide.
 */
public interface FactIndex {
  /** {@return what names the store within this process, such as its location} */
  String store();

  /**
   * {@return a number that is another one whenever the facts are others, and a higher one if they
   * are newer, within this process and as long as the store is the same}
   */
  long version();

  /** {@return the number of the newest fact; 0 if there is none} */
  long newest();

  /** A question to an index, as one of its methods asks it. */
  sealed interface Read {
    /** Of {@link FactIndex#holding}. */
    record Holding(List<String> parts, RecallFilter filter, int limit) implements Read {}

    /** Of {@link FactIndex#written}. */
    record Written(Instant since, Instant before, RecallFilter filter, int limit) implements Read {}

    /** Of {@link FactIndex#around}. */
    record Around(List<Long> sequences, int distance) implements Read {}

    /** Of {@link FactIndex#of}. */
    record Of(List<String> entities, int limitOfEach) implements Read {}

    /** Of {@link FactIndex#relations}. */
    record Relations(List<String> entities, List<String> parts, int limitOfEach) implements Read {}
  }

  /**
   * Says what will or may be asked next. Where each question is a journey to a server, an index
   * asks them all at once and remembers the answers; elsewhere nothing is to do.
   */
  default void expect(List<Read> reads) {}

  /**
   * The same for the last questions: a transaction of this index's own may end with the answers.
   */
  default void expectLast(List<Read> reads) {}

  /**
   * {@return the newest facts, newest first, that may hold all of these parts}
   *
   * <p>Every fact that holds them in its text, or as an entity in its name or type, when that is
   * made {@linkplain PlainText plain}, is found; others may be.
   *
   * @param parts plain text
   * @param limit the most facts to return
   */
  long[] holding(List<String> parts, RecallFilter filter, int limit);

  /**
   * {@return the newest facts, newest first, written at or after the one time, before the other}
   */
  long[] written(Instant since, Instant before, RecallFilter filter, int limit);

  /**
   * {@return the numbers of the newest observations, newest first} All of those with a number above
   * the one given, and all that go by their place, whose numbers are negative, as far as the limit
   * goes; others may be among them.
   */
  long[] observations(long above, int limit);

  /** {@return these facts, in any order, without those that are not there} */
  List<Fact> facts(long[] sequences);

  /**
   * {@return at least the observations that the same session wrote not more than this many changes
   * before or after one of these facts, in any order}
   */
  List<Fact> around(long[] sequences, int distance);

  /** {@return the observations of these entities, of each the newest, in any order} */
  List<Fact> of(Collection<String> entities, int limitOfEach);

  /**
   * {@return the newest relations that lead from or to one of these entities and may have one of
   * these parts in their type, in any order}
   *
   * <p>Every relation whose type holds one of them, when that is made {@linkplain PlainText plain},
   * is found; others may be.
   *
   * @param parts plain text
   * @param limitOfEach the most relations from each entity, and the most to each
   */
  List<StoredRelation> relations(Collection<String> entities, List<String> parts, int limitOfEach);

  /** {@return whether the type of a relation holds one of these parts} */
  static boolean isOfType(Relation relation, List<String> parts) {
    String type = PlainText.of(relation.type());
    return parts.stream().anyMatch(type::contains);
  }
}
