package quire.storage.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The short way for texts that are plain ASCII, which most are. */
final class Ascii {
  private Ascii() {}

  /**
   * {@return the characters of the text, or empty if it is not plain ASCII} Uses only what the JVM
   * does in bulk: a loop over the characters would be the dearest part of writing a text.
   */
  static Optional<byte[]> of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    // What has no form in ASCII has become a question mark.
    return text.equals(string(bytes, bytes.length)) ? Optional.of(bytes) : Optional.empty();
  }

  static String string(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  /** Turns capitals into small letters, in place. */
  static byte[] lower(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b >= 'A' && b <= 'Z') {
        bytes[i] = (byte) (b + ('a' - 'A'));
      }
    }
    return bytes;
  }
}
