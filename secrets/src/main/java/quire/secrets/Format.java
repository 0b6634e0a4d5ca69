package quire.secrets;

import java.util.ArrayList;
import java.util.List;

/**
 * How the tokens of one kind look.
 *
 * @param kind such as {@code github-token}
 * @param before what stands before the literal part, mostly nothing
 * @param literal by which the token is found
 * @param parts what follows
 * @param holds a text that must occur in the token; empty for none
 * @param ending one with which the token must not end, as in vendors' examples; empty for none
 * @param mixed whether there must be a digit in it, because the literal part is a word of its own
 */
record Format(
    String kind,
    List<Part> before,
    String literal,
    List<Part> parts,
    String holds,
    String ending,
    boolean mixed) {

  /**
   * A placeholder such as {@code ghp_xxxxxxxx} is no token: the characters of a real one are
   * random. In bits a character; the least random of a million generated bodies of 16 characters
   * had 2.25, of 32 hexadecimal digits 2.5.
   */
  private static final double LEAST_ENTROPY = 2.2;

  /** Shorter beginnings than this are not looked for behind a line break: they are words. */
  private static final int LEAST_BEFORE_BREAK = 6;

  /** Nor is less than this behind a break taken for the rest of a token that may end before it. */
  private static final int LEAST_BEHIND_BREAK = 4;

  /** {@return the format that a line of formats.txt describes} */
  static Format parse(String line) {
    List<String> fields = fields(line);
    String start = fields.get(1);
    int bracket = start.startsWith("[") ? start.indexOf(']') : -1;
    String condition = fields.size() > 3 ? fields.get(3) : "";
    return new Format(
        fields.get(0),
        bracket < 0 ? List.of() : Part.parse(start.substring(1, bracket)),
        start.substring(bracket + 1),
        Part.parse(fields.get(2)),
        condition.startsWith("has:") ? condition.substring(4) : "",
        condition.startsWith("not:") ? condition.substring(4) : "",
        condition.equals("digit"));
  }

  /** Without an expression, which would cost the first write more than all of the table. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>(4);
    int i = 0;
    while (i < line.length()) {
      int end = line.indexOf(' ', i);
      end = end < 0 ? line.length() : end;
      if (end > i) {
        fields.add(line.substring(i, end));
      }
      i = end + 1;
    }
    return fields;
  }

  /**
   * {@return where the token ends whose literal part begins at {@code at}, or -1 if there is none}
   * A token that a line break cuts into two is one all the same.
   */
  int end(String text, int at) {
    int start = start(text, at);
    if (start < 0) {
      return -1;
    }
    int plain = match(text, start, at);
    int stop = plain < 0 ? ~plain : plain;
    int behind = stop - at < LEAST_BEFORE_BREAK ? -1 : LineBreak.behind(text, stop);
    if (behind < 0 || (plain >= 0 && !isRandom(text, behind, parts.getLast()))) {
      return plain < 0 ? -1 : plain;
    }
    int rest = Math.min(text.length(), behind + longest());
    String joined = text.substring(start, stop) + text.substring(behind, rest);
    int end = match(joined, 0, at - start);
    return end < 0 ? Math.max(plain, -1) : behind + end - (stop - start);
  }

  private int longest() {
    int sum = 1;
    for (Part part : parts) {
      sum += part.most();
    }
    return sum;
  }

  /** {@return the end of the token, or the complement of the place that does not belong to one} */
  private int match(String text, int start, int at) {
    int body = at + literal.length();
    int i = body;
    for (Part part : parts) {
      int end = i;
      while (end - i < part.most() && end < text.length() && part.takes(text.charAt(end))) {
        end++;
      }
      if (end - i < part.least()) {
        return ~end;
      }
      i = end;
    }
    Part last = parts.getLast();
    boolean goesOn = i < text.length() && !last.isLiteral() && last.takes(text.charAt(i));
    // Of a token with its literal part behind, what stands before that is the random one.
    return !goesOn && isMeant(text, at, i, before.isEmpty() ? body : start) ? i : ~i;
  }

  private boolean isMeant(String text, int at, int end, int random) {
    return (!mixed || isMixed(text, at + literal.length(), end))
        && (holds.isEmpty() || text.substring(at, end).contains(holds))
        && (ending.isEmpty() || !text.startsWith(ending, end - ending.length()))
        && entropy(text, random, end) >= LEAST_ENTROPY;
  }

  private static boolean isMixed(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Part.isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@return where the token begins, or -1 if what stands before its literal part is no such token}
   */
  int start(String text, int at) {
    int start = at;
    for (Part part : before.reversed()) {
      int count = 0;
      while (count < part.most() && start > 0 && part.takes(text.charAt(start - 1))) {
        start--;
        count++;
      }
      if (count < part.least()) {
        return -1;
      }
    }
    return start > 0 && isWord(text.charAt(start - 1)) && isWord(text.charAt(start)) ? -1 : start;
  }

  private static boolean isWord(char c) {
    return Part.isLetter(c) || Part.isDigit(c) || c == '_';
  }

  /** Whether what stands there is the rest of a token and no word: letters and digits, mixed. */
  private static boolean isRandom(String text, int from, Part part) {
    boolean letter = false;
    boolean digit = false;
    int i = from;
    while (i < text.length() && part.takes(text.charAt(i))) {
      letter |= Part.isLetter(text.charAt(i));
      digit |= Part.isDigit(text.charAt(i));
      i++;
    }
    return letter && digit && i - from >= LEAST_BEHIND_BREAK;
  }

  private static double entropy(String text, int from, int to) {
    int[] counts = new int[128];
    int all = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 128) {
        counts[c]++;
        all++;
      }
    }
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / all;
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }
}
