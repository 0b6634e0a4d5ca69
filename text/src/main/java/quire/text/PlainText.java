package quire.text;

import java.text.Normalizer;

/**
 * Text without what people leave out when they ask: case, accents, wide forms of letters; ß is ss.
 */
public final class PlainText {
  private static final char FIRST_ACCENT = '\u0300';
  private static final char LAST_ACCENT = '\u036F';

  private PlainText() {}

  /** {@return the text in lower case, without accents} */
  public static String of(String text) {
    return Fold.simple(withoutAccents(text));
  }

  /** {@return the text without accents, its case kept} */
  static String withoutAccents(String text) {
    if (isAscii(text)) {
      return text;
    }
    String parted = Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder kept = new StringBuilder(parted.length());
    for (int i = 0; i < parted.length(); i++) {
      char c = parted.charAt(i);
      switch (c) {
        case 'ß' -> kept.append("ss");
        case 'ẞ' -> kept.append("SS");
        default -> {
          if (c < FIRST_ACCENT || c > LAST_ACCENT) {
            kept.append(c);
          }
        }
      }
    }
    // Puts together again what is a letter of its own, such as a Korean syllable.
    return Normalizer.normalize(kept, Normalizer.Form.NFC);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
