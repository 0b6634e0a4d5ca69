package quire.storage.postgresql.terms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import quire.api.spi.Sha256;
import quire.text.StoredText;

/**
 * Stands for texts in unique indexes: 16 bytes of their SHA-256. An entry of such an index ends at
 * 2,704 bytes, and a name may have 6,000
 * (https://www.postgresql.org/docs/current/btree.html#BTREE-LIMITS).
 */
public final class Keys {
  private Keys() {}

  /** {@return the key of these texts in this order} */
  public static UUID of(String... texts) {
    MessageDigest digest = Sha256.begin();
    for (String text : texts) {
      byte[] bytes = StoredText.encode(text).getBytes(StandardCharsets.UTF_8);
      // Lengths keep "ab", "c" and "a", "bc" apart.
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new UUID(hash.getLong(), hash.getLong());
  }
}
