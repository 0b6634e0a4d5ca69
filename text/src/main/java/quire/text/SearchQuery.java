package quire.text;

import java.util.List;

/**
 * What a search asks for (R8): a part of a text, or else all of its words wherever they stand.
 *
 * @param simple the whole query in the simple form
 * @param full the whole query in the full form
 * @param words its different words, in the full form
 */
public record SearchQuery(String simple, String full, List<String> words) {
  public SearchQuery {
    words = List.copyOf(words);
  }

  public static SearchQuery of(String query) {
    String full = Fold.full(query);
    return new SearchQuery(Fold.simple(query), full, Words.of(full));
  }

  /** {@return what to look for to find every text that may hold this word} */
  public static SearchQuery ofWord(String word) {
    return new SearchQuery(word, word, List.of(word));
  }

  /** {@return one or two texts, one of which is in a form of each text that holds the query} */
  public List<String> forms() {
    return simple.equals(full) ? List.of(full) : List.of(simple, full);
  }

  /** {@return whether the text holds the whole query} */
  public boolean isIn(String text) {
    return Fold.holds(text, simple, full);
  }

  /** {@return the {@linkplain NameRank rank} of what holds the whole query} */
  public int rank(String name) {
    return Math.min(NameRank.of(Fold.simple(name), simple), NameRank.of(Fold.full(name), full));
  }

  /** {@return whether there can be hits that hold the words and not the whole query} */
  public boolean asksForWords() {
    return !words.isEmpty() && !words.equals(List.of(full));
  }

  /** {@return whether this text holds this word of the query} */
  public static boolean isWordIn(String text, String word) {
    return Fold.holds(text, word, word) && Words.isIn(Fold.full(text), word);
  }

  /** {@return whether each word is in one of the texts} */
  public boolean wordsAreIn(List<String> texts) {
    List<String> full = texts.stream().map(Fold::full).toList();
    return words.stream().allMatch(word -> full.stream().anyMatch(one -> Words.isIn(one, word)));
  }

  /** {@return the {@linkplain NameRank rank} of what holds all words} */
  public int wordRank(String name) {
    return NameRank.ofWords(Fold.full(name), words);
  }
}
