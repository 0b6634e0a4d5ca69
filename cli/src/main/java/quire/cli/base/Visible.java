package quire.cli.base;

import java.util.List;

/** Shows what a terminal would obey instead of showing it. */
final class Visible {
  /** What {@link Highlights} begins and ends a word with; it moves, hides and asks nothing. */
  private static final List<String> OWN =
      List.of("\033[0m", "\033[1m", "\033[2m", "\033[32m", "\033[33m", "\033[1;31m", "\033[1;33m");

  private Visible() {}

  /**
   * {@return the text with each such character as its number}
   *
   * @param lines whether it may have several lines, and words that are set off
   */
  static String text(String text, boolean lines) {
    int first = 0;
    while (first < text.length() && !isObeyed(text.codePointAt(first))) {
      first += Character.charCount(text.codePointAt(first));
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); ) {
      int c = text.codePointAt(i);
      int own = lines ? own(text, i) : 0;
      if (own > 0) {
        shown.append(text, i, i + own);
      } else if (isObeyed(c)) {
        shown.append(c > 0xffff ? "\\u{%x}".formatted(c) : "\\u%04x".formatted(c));
      } else {
        shown.appendCodePoint(c);
      }
      i += own > 0 ? own : Character.charCount(c);
    }
    return shown.toString();
  }

  private static int own(String text, int i) {
    if (text.charAt(i) == '\n') {
      return 1;
    }
    for (String own : OWN) {
      if (text.startsWith(own, i)) {
        return own.length();
      }
    }
    return 0;
  }

  /**
   * Controls, which terminals carry out; marks that turn the order of what follows, with which a
   * path reads as another one; and what has no width at all. The joiners of scripts and pictures
   * (U+200C, U+200D) are text.
   */
  private static boolean isObeyed(int c) {
    if (c < 0x80) {
      return c < ' ' ? c != '\t' : c == 0x7f;
    }
    return c < 0xa0
        || c == 0x061c
        || c == 0x200b
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x206f)
        || c == 0xfeff
        || (c >= 0xfff9 && c <= 0xfffb)
        || (c >= 0xe0000 && c <= 0xe007f);
  }
}
