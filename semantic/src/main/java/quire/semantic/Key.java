package quire.semantic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import quire.api.spi.Sha256;

/** What a vector is found by: the beginning of a digest of the text, which does not tell it. */
record Key(long first, long second) {
  static final int BYTES = 2 * Long.BYTES;

  static Key of(String text) {
    ByteBuffer digest = ByteBuffer.wrap(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    return new Key(digest.getLong(), digest.getLong());
  }

  static Key read(ByteBuffer from) {
    return new Key(from.getLong(), from.getLong());
  }

  void write(ByteBuffer to) {
    to.putLong(first).putLong(second);
  }
}
