package quire.cli.exchange;

/** Texts as files of text can hold them. */
final class FileText {
  private FileText() {}

  /**
   * {@return the text with characters that a file of text or XML cannot hold written as Java writes
   * them} Controls other than tab and line feed, lone surrogates, and what is no character.
   */
  static String of(String text) {
    if (isHeld(text)) {
      return text;
    }
    StringBuilder held = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isHeld(c)) {
                held.appendCodePoint(c);
              } else {
                held.append("\\u%04x".formatted(c));
              }
            });
    return held.toString();
  }

  private static boolean isHeld(String text) {
    return text.codePoints().allMatch(FileText::isHeld);
  }

  private static boolean isHeld(int c) {
    if (c < ' ') {
      return c == '\t' || c == '\n';
    }
    boolean control = c >= 0x7f && c < 0xa0;
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return !control && !surrogate && c != 0xfffe && c != 0xffff;
  }
}
