package quire.cli.connect;

/**
 * How a person has laid out a text, so that what is added looks like the rest.
 *
 * @param text all of it
 * @param lineEnd the one that it uses, {@code \n} where it has none
 * @param unit one level of indentation
 */
record Layout(String text, String lineEnd, String unit) {
  private static final String USUAL_UNIT = "  ";

  static Layout of(String text) {
    String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
    return new Layout(text, lineEnd, unit(text));
  }

  /** The indentation of the first line that has one: it is one level deep in a file of settings. */
  private static String unit(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && Character.isWhitespace(line.charAt(0)))
        .map(line -> line.substring(0, line.length() - line.stripLeading().length()))
        .findFirst()
        .orElse(USUAL_UNIT);
  }

  boolean isOneLine() {
    return text.strip().indexOf('\n') < 0;
  }

  /** {@return whether nothing but blanks stands before that place in its line} */
  boolean beginsItsLine(int place) {
    int line = lineStart(place);
    return line > 0 && text.substring(line, place).isBlank();
  }

  String indentBefore(int place) {
    return text.substring(lineStart(place), place);
  }

  /** {@return the blanks with which the line of that place begins} */
  String indentOfLine(int place) {
    int start = lineStart(place);
    int end = start;
    while (end < place && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    return text.substring(start, end);
  }

  private int lineStart(int place) {
    return text.lastIndexOf('\n', place - 1) + 1;
  }

  /** {@return the place behind a comment that follows in the same line, else that place itself} */
  int behindRemark(int place, int limit) {
    int end = text.indexOf('\n', place);
    if (end < 0 || end > limit) {
      return place;
    }
    String rest = text.substring(place, end).strip();
    boolean remark =
        rest.startsWith("//") || (rest.startsWith("/*") && rest.indexOf("*/") == rest.length() - 2);
    if (!remark) {
      return place;
    }
    return end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  /** {@return lines of two spaces a level, in this text's indentation and line ends} */
  String indented(String written, String outer) {
    StringBuilder lines = new StringBuilder();
    written
        .lines()
        .forEach(
            line -> {
              String stripped = line.stripLeading();
              int level = (line.length() - stripped.length()) / USUAL_UNIT.length();
              if (!lines.isEmpty()) {
                lines.append(lineEnd).append(outer).append(unit.repeat(level));
              }
              lines.append(stripped);
            });
    return lines.toString();
  }
}
