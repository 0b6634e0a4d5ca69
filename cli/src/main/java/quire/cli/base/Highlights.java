package quire.cli.base;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import quire.api.spi.Finding;
import quire.text.PlainText;

/**
 * Sets off the words of a text by which it was found.
 *
 * @param on whether whoever reads it sees a terminal that can
 */
public record Highlights(boolean on) {
  private static final String START = "\033[1;33m";
  private static final String STRONG = "\033[1m";
  private static final String END = "\033[0m";

  /** {@return highlights for people at a terminal who did not ask for none} */
  public static Highlights of(Surroundings surroundings) {
    boolean wanted =
        surroundings.variable("NO_COLOR").isEmpty()
            && !surroundings.variable("TERM").equals(Optional.of("dumb"));
    return new Highlights(wanted && Boolean.getBoolean("quire.terminal.output"));
  }

  public String strong(String text) {
    return on ? STRONG + text + END : text;
  }

  /** {@return a text that need not be read} */
  public String aside(String text) {
    return on ? "\033[2m" + text + END : text;
  }

  /** {@return the word in the colour of what is well, doubtful or wrong} */
  public String verdict(String word, Finding.Verdict verdict) {
    if (!on) {
      return word;
    }
    return switch (verdict) {
          case OK -> "\033[32m";
          case WARN -> "\033[33m";
          case FAIL -> "\033[1;31m";
          case SKIP -> "\033[2m";
        }
        + word
        + END;
  }

  /**
   * {@return the text, ready to be shown}
   *
   * @param words plain
   */
  public String mark(String text, Collection<String> words) {
    if (!on || words.isEmpty()) {
      return Output.visible(text);
    }
    boolean[] marked = marked(text, words);
    StringBuilder shown = new StringBuilder();
    int start = 0;
    for (int i = 1; i <= text.length(); i++) {
      if (i == text.length() || marked[i] != marked[start]) {
        String part = Output.visible(text.substring(start, i));
        shown.append(marked[start] ? START + part + END : part);
        start = i;
      }
    }
    return shown.toString();
  }

  private static boolean[] marked(String text, Collection<String> words) {
    boolean[] marked = new boolean[text.length()];
    StringBuilder plain = new StringBuilder();
    int[] origins = new int[4 * text.length() + 1];
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      String one = PlainText.of(Character.toString(text.codePointAt(i)));
      for (int c = 0; c < one.length() && plain.length() < origins.length - 1; c++) {
        origins[plain.length()] = i;
        plain.append(one.charAt(c));
      }
    }
    origins[plain.length()] = text.length();
    for (String word : words) {
      for (int at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
        int start = origins[at];
        int end = origins[at + word.length()];
        if (isBorder(text, start) && isBorder(text, end)) {
          Arrays.fill(marked, start, end, true);
        }
      }
    }
    return marked;
  }

  /** As the ranking parts words: letters from others, and humps within an identifier. */
  private static boolean isBorder(String text, int i) {
    if (i == 0 || i == text.length()) {
      return true;
    }
    char before = text.charAt(i - 1);
    char here = text.charAt(i);
    return !Character.isLetterOrDigit(before)
        || !Character.isLetterOrDigit(here)
        || Character.isDigit(before) != Character.isDigit(here)
        || Character.isUpperCase(here)
        || Character.UnicodeScript.of(here) == Character.UnicodeScript.HAN;
  }

  /** {@return a number with two digits after the point} */
  public static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
