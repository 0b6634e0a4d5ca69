package quire.ranking;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the wording of questions and facts tells beyond their words. English only. */
final class Wording {
  private static final Pattern WHEN =
      Pattern.compile(
          "\\b(?:when|(?:what|which) (?:year|month|day|date|time)|how (?:long|often))\\b");

  private static final Pattern WHY = Pattern.compile("\\b(?:why|reasons?|how come)\\b");

  /** What mostly goes before or after a reason. */
  private static final Set<String> REASONS =
      Set.of(
          ("because since due so therefore otherwise else cause caused causes reason reasons after"
                  + " prevent prevents avoid avoids too")
              .split(" "));

  /** Months, days, spans, and words such as yesterday. */
  private static final Set<String> TIMES =
      Set.of(
          ("january february march april may june july august september october november december"
                  + " monday tuesday wednesday thursday friday saturday sunday yesterday today"
                  + " tonight tomorrow ago weekend year years month months week weeks day days hour"
                  + " hours minute minutes min every daily weekly monthly hourly nightly")
              .split(" "));

  /** What says a time after last, next, this or past. */
  private static final Set<String> SEASONS =
      Set.of("night", "summer", "winter", "spring", "fall", "autumn");

  private static final Set<String> WHICH = Set.of("last", "next", "this", "past");

  /** Up to three words and a colon, as in "Mira: I saw it" or "Root cause: a full disk". */
  private static final Pattern LABEL = Pattern.compile("^((?:[^\\s:]+ ){0,2}[^\\s:]+): ");

  private Wording() {}

  static boolean asksForTime(String plainQuery) {
    return WHEN.matcher(plainQuery).find();
  }

  static boolean asksForReason(String plainQuery) {
    return WHY.matcher(plainQuery).find();
  }

  static boolean saysReason(String text) {
    return hasWord(text, (word, before, end) -> REASONS.contains(word.toLowerCase(Locale.ROOT)));
  }

  static boolean saysTime(String text) {
    return hasWord(
        text,
        (word, before, end) ->
            Character.isDigit(word.charAt(0)) ? isDate(word, text, end) : isTime(word, before));
  }

  /** One word of a text, the one just before it or nothing, and where it ends. */
  private interface WordTest {
    boolean isMeant(String word, String before, int end);
  }

  /** By hand: a pattern took a tenth of a question. */
  private static boolean hasWord(String text, WordTest test) {
    String before = "";
    for (int i = 0; i < text.length(); i++) {
      if (isWordCharacter(text, i)) {
        int start = i;
        while (isWordCharacter(text, i)) {
          i++;
        }
        String word = text.substring(start, i);
        if (test.isMeant(word, before, i)) {
          return true;
        }
        before = i < text.length() && text.charAt(i) == ' ' ? word : "";
      }
    }
    return false;
  }

  private static boolean isTime(String word, String before) {
    String plain = word.toLowerCase(Locale.ROOT);
    return TIMES.contains(plain)
        || (SEASONS.contains(plain) && WHICH.contains(before.toLowerCase(Locale.ROOT)));
  }

  /** {@return whether this is a year, or the hour of a time of day} */
  private static boolean isDate(String word, String text, int end) {
    if (!word.chars().allMatch(Character::isDigit)) {
      return false;
    }
    return word.length() == 4
        ? word.startsWith("19") || word.startsWith("20")
        : word.length() <= 2
            && end + 2 < text.length()
            && text.charAt(end) == ':'
            && Character.isDigit(text.charAt(end + 1))
            && Character.isDigit(text.charAt(end + 2))
            && !isWordCharacter(text, end + 3);
  }

  private static boolean isWordCharacter(String text, int i) {
    return i < text.length()
        && (text.charAt(i) == '_' || Character.isLetterOrDigit(text.charAt(i)));
  }

  static Optional<String> label(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon + 1 == text.length() || text.charAt(colon + 1) != ' ') {
      return Optional.empty(); // most facts have none, and are spared the pattern
    }
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
