package quire.ranking;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the wording of questions and facts tells beyond their words. English only. */
final class Wording {
  private static final Pattern WHEN =
      Pattern.compile(
          "\\b(?:when|(?:what|which) (?:year|month|day|date|time)|how (?:long|often))\\b");

  /** A year, a month, a day, a span, or a word such as yesterday. */
  private static final Pattern TIME =
      Pattern.compile(
          "\\b(?:(?:19|20)\\d\\d|\\d{1,2}:\\d\\d"
              + "|january|february|march|april|may|june|july|august|september|october|november"
              + "|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today"
              + "|tonight|tomorrow|ago|weekend|years?|months?|weeks?|days?|hours?|minutes?|min"
              + "|(?:last|next|this|past) (?:night|summer|winter|spring|fall|autumn)"
              + "|every|daily|weekly|monthly|hourly|nightly)\\b",
          Pattern.CASE_INSENSITIVE);

  /** Up to three words and a colon, as in "Mira: I saw it" or "Root cause: a full disk". */
  private static final Pattern LABEL = Pattern.compile("^((?:[^\\s:]+ ){0,2}[^\\s:]+): ");

  private Wording() {}

  static boolean asksForTime(String plainQuery) {
    return WHEN.matcher(plainQuery).find();
  }

  static boolean saysTime(String text) {
    return TIME.matcher(text).find();
  }

  static Optional<String> label(String text) {
    Matcher label = LABEL.matcher(text);
    return label.find() ? Optional.of(label.group(1)) : Optional.empty();
  }

  /** {@return how many of the text's sentences are questions, 0 to 1} */
  static double questions(String text) {
    if (text.indexOf('?') < 0) {
      return 0;
    }
    int questions = 0;
    int sentences = 0;
    boolean begun = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      begun |= Character.isLetterOrDigit(c);
      boolean last = i + 1 == text.length() || text.charAt(i + 1) == ' ';
      if (begun && last && (c == '.' || c == '!' || c == '?')) {
        sentences++;
        questions += c == '?' ? 1 : 0;
        begun = false;
      }
    }
    return (double) questions / Math.max(1, begun ? sentences + 1 : sentences);
  }
}
