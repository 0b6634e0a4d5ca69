package quire.secrets;

/** The end of a line within a token, as editors, terminals and programs write it. */
final class LineBreak {
  /** Deeper than this nobody indents the rest of a token. */
  private static final int WIDEST = 80;

  private LineBreak() {}

  /**
   * {@return the place behind a line break with its indentation, or behind two literals that are
   * joined; -1 if there is none at this place}
   */
  static int behind(String text, int at) {
    int i = at;
    boolean broken = false;
    while (i < text.length() && i - at <= WIDEST) {
      char c = text.charAt(i);
      boolean written = c == '\\' && i + 1 < text.length() && "nr".indexOf(text.charAt(i + 1)) >= 0;
      if (c == '\n' || c == '\r' || written) {
        broken = true;
        i += written ? 2 : 1;
      } else if (" \t\"'+\\>#*/.".indexOf(c) >= 0) {
        i++;
      } else {
        break;
      }
    }
    return broken ? i : -1;
  }
}
