package quire.ranking;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import quire.text.EditDistance;
import quire.text.Tokens;
import quire.text.WordForms;

/**
 * One word of a query and what it takes for a word of a fact to be the same.
 *
 * @param word plain
 * @param compounds the word as one with the one before or after it, as "back off" is in "backoff"
 * @param misspelled whether similar words count, because nothing is spelled like this one
 */
record Term(String word, String stem, List<String> compounds, boolean misspelled) {
  private static final double SIMILAR = 0.7;
  private static final double PREFIX = 0.6;
  private static final int SHORTEST_SIMILAR = 4;

  /** Of 0.7 to 1, all bring the same order on the development parts. */
  private static final double RELATED = 0.7;

  /** Shorter parts are in too many words to look for. */
  private static final int SHORTEST_PART = 3;

  Term {
    compounds = List.copyOf(compounds);
  }

  static Term of(String word) {
    return of(word, List.of());
  }

  static Term of(String word, List<String> compounds) {
    return new Term(word, WordForms.stem(word), compounds, false);
  }

  /** {@return whether similar words can be told from others} */
  boolean canBeMisspelled() {
    return word.length() >= SHORTEST_SIMILAR && !Tokens.arePairs(word);
  }

  /** {@return whether a word of a fact that begins so needs a closer look; most do not} */
  boolean canBegin(char first) {
    return misspelled
        || word.charAt(0) == first
        || compounds.stream().anyMatch(compound -> compound.charAt(0) == first)
        || WordForms.of(stem).stream().anyMatch(form -> form.charAt(0) == first);
  }

  Term asMisspelled() {
    return new Term(word, stem, compounds, true);
  }

  /**
   * {@return how far this word of a fact is the one asked for, 0 to 1}
   *
   * @param tokenStem the stem of the token
   */
  double weight(String token, String tokenStem) {
    if (compounds.contains(token)) {
      return 1;
    }
    if (!misspelled) {
      return token.equals(word) || tokenStem.equals(stem) ? 1 : related(tokenStem);
    }
    if (token.length() < SHORTEST_SIMILAR) {
      return 0;
    }
    if (EditDistance.within(word, token, edits())) {
      return SIMILAR;
    }
    return token.startsWith(word) || (word.startsWith(token) && isLongPart(token)) ? PREFIX : 0;
  }

  private double related(String tokenStem) {
    return WordForms.root(tokenStem).equals(WordForms.root(stem)) ? RELATED : 0;
  }

  private int edits() {
    return word.length() < 8 ? 1 : 2;
  }

  /** {@return whether the token can be short for the word, as dedup is for deduplication} */
  private boolean isLongPart(String token) {
    return 2 * token.length() >= word.length() - 3;
  }

  /** {@return pieces, one of which every fact with this term holds; the first is the word's own} */
  List<String> parts() {
    return misspelled ? pieces() : beginnings();
  }

  private List<String> beginnings() {
    List<String> all =
        Stream.concat(
                Stream.of(beginning(word)),
                WordForms.of(stem).stream()
                    .map(Term::beginning)
                    .filter(beginning -> beginning.length() >= SHORTEST_PART))
            .toList();
    return all.stream().map(one -> shortestBeginning(one, all)).distinct().toList();
  }

  /** {@return the shortest of these with which one of them begins, so that it finds both} */
  private static String shortestBeginning(String one, List<String> all) {
    String shortest = one;
    for (String other : all) {
      if (shortest.startsWith(other)) {
        shortest = other;
      }
    }
    return shortest;
  }

  boolean isSearchable() {
    return Tokens.arePairs(word) || word.length() >= SHORTEST_PART;
  }

  /** What all inflections begin with: retries and retry with retr. */
  private static String beginning(String word) {
    String stem = WordForms.regularStem(word);
    int common = 0;
    while (common < Math.min(word.length(), stem.length())
        && word.charAt(common) == stem.charAt(common)) {
      common++;
    }
    if (common > SHORTEST_PART && "ei".indexOf(word.charAt(common - 1)) >= 0) {
      common--;
    }
    return word.substring(0, Math.min(word.length(), Math.max(common, SHORTEST_PART)));
  }

  /** An error leaves one of the pieces as it is. */
  private List<String> pieces() {
    int length = Math.max(SHORTEST_PART, word.length() / 3);
    List<String> pieces = new ArrayList<>();
    for (int start = 0; start + length <= word.length(); start += length) {
      pieces.add(word.substring(start, start + length));
    }
    pieces.add(word.substring(word.length() - length));
    return pieces.stream().distinct().toList();
  }
}
