package quire.api;

import java.util.List;
import java.util.Optional;

/**
 * A fact with the reasons why it was recalled.
 *
 * @param cut whether the fact's text was longer than the query allowed
 * @param replaced whether a newer fact of the same entity, which comes before this one, seems to
 *     say otherwise
 * @param words the words of the entity's name and of the text that were asked for, as plain lower
 *     case
 * @param origin a word for the store that it is from, where that is one which is only read along
 */
public record RecalledFact(
    Fact fact,
    boolean cut,
    boolean replaced,
    Score score,
    List<String> words,
    Optional<String> origin) {
  public RecalledFact {
    words = List.copyOf(words);
  }

  /** Makes a fact of the store that was asked. */
  public RecalledFact(Fact fact, boolean cut, boolean replaced, Score score, List<String> words) {
    this(fact, cut, replaced, score, words, Optional.empty());
  }

  /** {@return the same fact, of a store that is read along} */
  public RecalledFact from(String store) {
    return new RecalledFact(fact, cut, replaced, score, words, Optional.of(store));
  }

  /**
   * How much each reason counted.
   *
   * @param text words of the fact itself
   * @param name words of the entity's name and type
   * @param nearby words of what the same session wrote just before and after
   * @param entity words of the entity's other facts
   * @param time a time that the query names
   * @param exact the whole query, or an identifier in it, stands in the fact letter by letter
   */
  public record Score(
      double text, double name, double nearby, double entity, double time, double exact) {
    /** Nothing counted. */
    public static final Score NONE = new Score(0, 0, 0, 0, 0, 0);

    /** {@return all reasons together} */
    public double total() {
      return text + name + nearby + entity + time + exact;
    }
  }
}
