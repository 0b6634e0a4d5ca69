package quire.secrets;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of characters of one class within a token.
 *
 * @param kind the letter of the class in formats.txt; of any other character, that character itself
 * @param least how many there must be
 * @param most how many there may be
 */
record Part(char kind, int least, int most) {
  /** By the letter of the class and the character: asked for each character of a text's tokens. */
  private static final boolean[][] TAKEN = taken();

  /** {@return the parts that a line of formats.txt describes} */
  static List<Part> parse(String written) {
    List<Part> parts = new ArrayList<>();
    int i = 0;
    while (i < written.length()) {
      char kind = written.charAt(i++);
      int least = 1;
      int most = 1;
      if (i < written.length() && written.charAt(i) == '{') {
        int end = written.indexOf('}', i);
        String[] bounds = written.substring(i + 1, end).split(",", 2);
        least = Integer.parseInt(bounds[0]);
        most = Integer.parseInt(bounds[bounds.length - 1]);
        i = end + 1;
      }
      parts.add(new Part(kind, least, most));
    }
    return parts;
  }

  boolean takes(char c) {
    return c < 128 && TAKEN[kind][c];
  }

  private static boolean[][] taken() {
    boolean[][] taken = new boolean[128][128];
    for (char kind = 0; kind < 128; kind++) {
      for (char c = 0; c < 128; c++) {
        taken[kind][c] = isTaken(kind, c);
      }
    }
    return taken;
  }

  private static boolean isTaken(char kind, char c) {
    return switch (kind) {
      case 'w' -> isLetter(c) || isDigit(c);
      case 'v' -> isLetter(c) || isDigit(c) || c == '_';
      case 'u' -> isLetter(c) || isDigit(c) || c == '_' || c == '-';
      case 'b' -> isLetter(c) || isDigit(c) || "+/=-_".indexOf(c) >= 0;
      case 'l' -> isLetter(c);
      case 'd' -> isDigit(c);
      case 'x' -> isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      case 's' -> isDigit(c) || (c >= 'a' && c <= 'z');
      case 'U' -> isDigit(c) || (c >= 'A' && c <= 'Z');
      case '2' -> (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7');
      default -> c == kind;
    };
  }

  boolean isLiteral() {
    return "wvubldxsU2".indexOf(kind) < 0;
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
