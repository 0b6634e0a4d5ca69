package quire.storage.sqlite.terms;

import java.util.List;
import java.util.stream.Collectors;
import quire.text.StoredText;
import quire.text.Trigrams;

/**
 * Questions to the index of terms, in the language of FTS5
 * (https://sqlite.org/fts5.html#full_text_query_syntax).
 */
public final class IndexQuery {
  /** The index's own view of what a term is, the same as {@link Trigrams} has. */
  public static final String TOKENIZER =
      """
      "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\\]^_`{|}~'"\
      """;

  private static final String AND = " AND ";

  private IndexQuery() {}

  /** {@return a question that every text with this part answers; empty if there is none} */
  public static String of(String form) {
    return hasLoneSurrogate(form)
        ? ""
        : Trigrams.rarest(form).stream()
            .map(term -> '"' + term + '"')
            .collect(Collectors.joining(AND));
  }

  /** {@return a question that every text answers which answers all of these} */
  public static String all(List<String> questions) {
    return String.join(AND, questions);
  }

  /**
   * {@return a cheaper question, which every text answers that answers all of these}
   *
   * @param questions of {@link #of}
   */
  public static String loosened(List<String> questions) {
    return questions.stream()
        .map(question -> question.split(AND, 2)[0]) // no term has a blank
        .collect(Collectors.joining(AND));
  }

  /**
   * {@return a question that every text with one of these parts answers; empty if there is none}
   */
  public static String any(List<String> forms) {
    if (forms.size() == 1) {
      return of(forms.getFirst());
    }
    List<String> each = forms.stream().map(IndexQuery::of).toList();
    return each.contains("")
        ? ""
        : each.stream().map(one -> "(" + one + ")").collect(Collectors.joining(" OR "));
  }

  /** Half a pair is part of a whole one for the standard server; the index has whole ones only. */
  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i)) && StoredText.isLone(text, i)) {
        return true;
      }
    }
    return false;
  }
}
