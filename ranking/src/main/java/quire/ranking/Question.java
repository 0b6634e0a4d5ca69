package quire.ranking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import quire.text.PlainText;
import quire.text.Tokens;

/**
 * What a query asks for.
 *
 * @param literal the whole query, plain, without white space around it
 * @param identifiers its plain parts that are no ordinary words, such as {@code raw_status}
 */
record Question(
    String literal, List<Term> terms, List<String> identifiers, Optional<Period> period) {
  /** More words than anyone means; the first ones count. */
  private static final int MOST_TERMS = 32;

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern EDGES = Pattern.compile("^[^\\p{L}\\p{N}_]+|[^\\p{L}\\p{N}_]+$");
  private static final Pattern IDENTIFIER =
      Pattern.compile(".*(?:[^\\p{L}\\p{N}'’-]|\\p{Ll}\\p{Lu}|\\p{L}\\p{N}|\\p{N}\\p{L}).*");

  Question {
    terms = List.copyOf(terms);
    identifiers = List.copyOf(identifiers);
  }

  static Question of(String query) {
    String literal = PlainText.of(query).strip();
    Optional<Period> period = Period.in(literal);
    List<String> words = Tokens.words(query);
    List<String> telling = LightWords.telling(words);
    return new Question(
        literal,
        terms(telling.isEmpty() ? words : telling, words, period),
        identifiers(query),
        period);
  }

  private static List<Term> terms(List<String> words, List<String> all, Optional<Period> period) {
    Map<String, Term> byStem = new LinkedHashMap<>();
    for (String word : words) {
      if (period.stream().noneMatch(p -> p.isSaidBy(word))) {
        Term term = Term.of(word, compounds(word, all));
        byStem.putIfAbsent(term.stem(), term);
      }
    }
    return byStem.values().stream().limit(MOST_TERMS).toList();
  }

  private static List<String> compounds(String word, List<String> all) {
    List<String> compounds = new ArrayList<>();
    for (int i = 1; i < all.size() && !Tokens.arePairs(word); i++) {
      if (all.get(i - 1).equals(word) || all.get(i).equals(word)) {
        compounds.add(all.get(i - 1) + all.get(i));
      }
    }
    return compounds;
  }

  private static List<String> identifiers(String query) {
    return SPACES
        .splitAsStream(query)
        .map(chunk -> EDGES.matcher(chunk).replaceAll(""))
        .filter(chunk -> chunk.length() > 2 && IDENTIFIER.matcher(chunk).matches())
        .map(PlainText::of)
        .distinct()
        .toList();
  }

  /** {@return the same question with these terms} */
  Question with(List<Term> others) {
    return new Question(literal, others, identifiers, period);
  }

  boolean isName(String name) {
    return isPlainName(PlainText.of(name));
  }

  boolean isPlainName(String plain) {
    return plain.strip().equals(literal);
  }

  /** {@return whether the whole query stands in this plain text, not in the middle of a word} */
  boolean standsIn(String plain) {
    if (literal.isEmpty()) {
      return false;
    }
    for (int at = plain.indexOf(literal); at >= 0; at = plain.indexOf(literal, at + 1)) {
      int end = at + literal.length();
      if (isBorder(plain, at) && isBorder(plain, end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBorder(String text, int i) {
    return i == 0
        || i == text.length()
        || !isWordCharacter(text.charAt(i - 1))
        || !isWordCharacter(text.charAt(i));
  }

  /** Scripts without spaces have a border between any two characters. */
  private static boolean isWordCharacter(char c) {
    return Character.isLetterOrDigit(c) && !Tokens.arePairs(String.valueOf(c));
  }
}
