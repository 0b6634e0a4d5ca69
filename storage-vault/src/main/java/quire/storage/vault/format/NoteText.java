package quire.storage.vault.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The characters of a note. What is not UTF-8 is read as well as can be, so that its facts are
 * served, and is never written: another program still expects its own encoding there.
 *
 * @param trouble why the note must not be written; empty if it may be
 */
record NoteText(String text, String trouble) {
  /** What editors on Windows call ANSI; it has a character for nearly every byte. */
  private static final Charset WESTERN = Charset.forName("windows-1252");

  private static final int SAMPLE = 1_000;
  private static final char REPLACEMENT = '\uFFFD';

  static NoteText of(byte[] bytes) {
    try {
      Charset wide = wide(bytes);
      return wide.equals(StandardCharsets.UTF_8) ? new NoteText(utf8(bytes), "") : in(wide, bytes);
    } catch (CharacterCodingException e) {
      String damaged = new String(bytes, StandardCharsets.UTF_8);
      return isMostlyUtf8(damaged)
          ? new NoteText(damaged, "some of its bytes are not UTF-8 text; correct them")
          : in(WESTERN, bytes);
    }
  }

  private static NoteText in(Charset charset, byte[] bytes) {
    return new NoteText(
        new String(bytes, charset),
        "it is not UTF-8 text but " + charset.name() + "; save it as UTF-8");
  }

  /** {@return the encoding of two or four bytes a character that these show, else UTF-8} */
  private static Charset wide(byte[] bytes) {
    if (starts(bytes, 0xFF, 0xFE, 0, 0)) {
      return StandardCharsets.UTF_32LE;
    }
    if (starts(bytes, 0, 0, 0xFE, 0xFF) || (zeros(bytes, 0) && zeros(bytes, 1))) {
      return StandardCharsets.UTF_32BE;
    }
    if (starts(bytes, 0xFF, 0xFE) || zeros(bytes, 1)) {
      return StandardCharsets.UTF_16LE;
    }
    return starts(bytes, 0xFE, 0xFF) || zeros(bytes, 0)
        ? StandardCharsets.UTF_16BE
        : StandardCharsets.UTF_8;
  }

  private static boolean starts(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || bytes[i] != (byte) mark[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@return whether many of every second byte are zero, as in a western text of wide characters}
   */
  private static boolean zeros(byte[] bytes, int from) {
    int end = Math.min(bytes.length, SAMPLE);
    int zeros = 0;
    for (int i = from; i < end; i += 2) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros * 5 > end;
  }

  /** {@return whether more of the characters beyond ASCII are whole than are not} */
  private static boolean isMostlyUtf8(String text) {
    long whole = text.chars().filter(c -> c >= 0x80 && c != REPLACEMENT).count();
    return whole > text.chars().filter(c -> c == REPLACEMENT).count();
  }

  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }
}
