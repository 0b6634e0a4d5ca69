package quire.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A fact with the reasons why it was recalled.
 *
 * @param fact an observation, or an entity that has none; or a relation as a sentence, of the
 *     entity that it leads from
 * @param cut whether the fact's text was longer than the query allowed
 * @param replaced whether a newer fact of the same entity, which comes before this one, seems to
 *     say otherwise
 * @param words the words of the entity's name and of the text that were asked for, as plain lower
 *     case
 * @param relation what the fact tells, if it is no observation and no entity
 * @param origin a word for the store that it is from, where that is one which is only read along
 */
public record RecalledFact(
    Fact fact,
    boolean cut,
    boolean replaced,
    Score score,
    List<String> words,
    Optional<Relation> relation,
    Optional<String> origin) {
  public RecalledFact {
    words = List.copyOf(words);
  }

  /** Makes an observation or entity of the store that was asked. */
  public RecalledFact(Fact fact, boolean cut, boolean replaced, Score score, List<String> words) {
    this(fact, cut, replaced, score, words, Optional.empty(), Optional.empty());
  }

  /** {@return the same fact, of a store that is read along} */
  public RecalledFact from(String store) {
    return new RecalledFact(fact, cut, replaced, score, words, relation, Optional.of(store));
  }

  /**
   * {@return how many bytes its texts have in UTF-8} An answer tells a relation as a sentence, and
   * its ends and its type by themselves.
   */
  public long bytes() {
    long told =
        relation.map(one -> bytes(one.from()) + bytes(one.to()) + bytes(one.type())).orElse(0L);
    return told + bytes(fact.entity()) + bytes(fact.type()) + bytes(fact.text().orElse(""));
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * How much each reason counted.
   *
   * @param text words of the fact itself
   * @param name words of the entity's name and type; of a relation, those of both ends
   * @param nearby words of what the same session wrote just before and after
   * @param entity words of the entity's other facts, and of a relation that was asked for and leads
   *     to it
   * @param time a time that the query names
   * @param exact the whole query, or an identifier in it, stands in the fact letter by letter
   * @param meaning how near it is to the query in meaning; 0 where words alone decide
   */
  public record Score(
      double text,
      double name,
      double nearby,
      double entity,
      double time,
      double exact,
      double meaning) {
    /** Nothing counted. */
    public static final Score NONE = new Score(0, 0, 0, 0, 0, 0, 0);

    /** {@return all reasons together} */
    public double total() {
      return text + name + nearby + entity + time + exact + meaning;
    }
  }
}
