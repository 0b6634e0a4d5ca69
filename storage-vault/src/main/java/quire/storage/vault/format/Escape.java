package quire.storage.vault.format;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reversible escape of texts in a note. What an editor, renderer or sync tool would strip,
 * reinterpret or refuse is written as a hexadecimal character reference, which is valid HTML, so
 * that a reader of the note sees the right character.
 */
final class Escape {
  private static final Pattern REFERENCE =
      Pattern.compile("&(?:#x([0-9A-Fa-f]{0,6});|((?:amp;)+)(#x[0-9A-Fa-f]{0,6};))");

  /** Literal text that decoding would take for a reference. */
  private static final Pattern LOOKS_ESCAPED = Pattern.compile("&(?:amp;)*#x[0-9A-Fa-f]{0,6};");

  private enum Place {
    ITEM,
    LINE,
    ALIAS
  }

  private Escape() {}

  /** {@return the text of an observation; its inner newlines stay newlines} */
  static String item(String text) {
    return encode(text, Place.ITEM);
  }

  /** {@return the text of a relation's type, on one line} */
  static String line(String text) {
    return encode(text, Place.LINE);
  }

  /** {@return the shown part of a link, on one line and without a character that ends a link} */
  static String alias(String text) {
    return encode(text, Place.ALIAS);
  }

  /** {@return the text that was written so} */
  static String decode(String written) {
    return written.indexOf('&') < 0
        ? written
        : REFERENCE.matcher(written).replaceAll(Escape::meant);
  }

  private static String meant(MatchResult reference) {
    String text;
    if (reference.group(2) != null) {
      text = "&" + reference.group(2).substring("amp;".length()) + reference.group(3);
    } else if (reference.group(1).isEmpty()) {
      text = "";
    } else {
      int codePoint = Integer.parseInt(reference.group(1), 16);
      text = Character.isValidCodePoint(codePoint) ? character(codePoint) : reference.group();
    }
    return Matcher.quoteReplacement(text);
  }

  private static String character(int codePoint) {
    return codePoint < 0x10000
        ? String.valueOf((char) codePoint)
        : new String(Character.toChars(codePoint));
  }

  private static String encode(String text, Place place) {
    if (text.isEmpty()) {
      return "&#x;";
    }
    StringBuilder written = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (codePoint == '&' && place != Place.ALIAS && looksEscaped(text, i)) {
        written.append("&amp;");
      } else if (mustEscape(text, i, codePoint, place)) {
        written
            .append("&#x")
            .append(Integer.toHexString(codePoint).toUpperCase(Locale.ROOT))
            .append(';');
      } else {
        written.appendCodePoint(codePoint);
      }
      i += Character.charCount(codePoint);
    }
    return written.toString();
  }

  /**
   * In an alias the # is escaped anyway, which takes the meaning from what looks like an escape.
   */
  private static boolean looksEscaped(String text, int at) {
    return LOOKS_ESCAPED.matcher(text).region(at, text.length()).lookingAt();
  }

  private static boolean mustEscape(String text, int at, int codePoint, Place place) {
    if (codePoint > 0x20 && codePoint < 0x7F) {
      return isMarkup(text, at, (char) codePoint, place);
    }
    if (codePoint == '\n') {
      return place != Place.ITEM || at == 0 || at == text.length() - 1;
    }
    if (codePoint == '\t'
        || Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)) {
      return isFragile(codePoint) || at == 0 || endsLine(text, at + Character.charCount(codePoint));
    }
    return isFragile(codePoint);
  }

  private static boolean isMarkup(String text, int at, char c, Place place) {
    return switch (c) {
      case '<' -> text.startsWith("!--", at + 1);
      case '%' -> text.startsWith("%", at + 1);
      case '^' -> place == Place.ALIAS || looksLikeBlockId(text, at);
      case '[', ']', '|', '#' -> place == Place.ALIAS;
      default -> false;
    };
  }

  /** A blank, a caret and a word at the end of a line are an Obsidian block id. */
  private static boolean looksLikeBlockId(String text, int caret) {
    if (caret == 0 || (text.charAt(caret - 1) != ' ' && text.charAt(caret - 1) != '\t')) {
      return false;
    }
    int end = caret + 1;
    while (end < text.length() && isBlockIdPart(text.charAt(end))) {
      end++;
    }
    return end > caret + 1 && endsLine(text, end);
  }

  static boolean isBlockIdPart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  }

  private static boolean endsLine(String text, int at) {
    return at >= text.length() || text.charAt(at) == '\n';
  }

  /** Characters that tools drop, normalise or refuse, wherever they stand. */
  static boolean isFragile(int codePoint) {
    return (codePoint < 0x20 && codePoint != '\t' && codePoint != '\n')
        || (codePoint >= 0x7F && codePoint < 0xA0)
        || codePoint == 0x2028
        || codePoint == 0x2029
        || codePoint == 0xFEFF
        || (codePoint & 0xFFFE) == 0xFFFE
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
        || isBidiControl(codePoint);
  }

  private static boolean isBidiControl(int codePoint) {
    return codePoint == 0x061C
        || codePoint == 0x200E
        || codePoint == 0x200F
        || (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }
}
