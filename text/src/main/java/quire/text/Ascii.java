package quire.text;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The short way for texts that are plain ASCII, which most are. */
public final class Ascii {
  private Ascii() {}

  /**
   * {@return the characters of the text, capitals as small letters, or empty if it is not plain
   * ASCII} Goes over the text once, because that is a good part of what writing one costs.
   */
  public static Optional<byte[]> lower(String text) {
    byte[] bytes = bytes(text);
    boolean question = false;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b < 0) {
        return Optional.empty();
      }
      question |= b == '?';
      if (b >= 'A' && b <= 'Z') {
        bytes[i] = (byte) (b + ('a' - 'A'));
      }
    }
    return question && !isAscii(text) ? Optional.empty() : Optional.of(bytes);
  }

  /** {@return whether the text is plain ASCII without the character zero} */
  public static boolean isPlain(String text) {
    boolean question = false;
    for (byte b : bytes(text)) {
      if (b <= 0) {
        return false;
      }
      question |= b == '?';
    }
    return !question || isAscii(text);
  }

  /** {@return a byte for each character; what has none is a question mark} */
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  static String string(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }
}
