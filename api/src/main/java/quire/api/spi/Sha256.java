package quire.api.spi;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that every Java platform has, by the specification of {@link MessageDigest}. */
public final class Sha256 {
  private Sha256() {}

  /** {@return a digest that nothing has been added to; for one thread} */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }

  /** {@return the 32 bytes of the digest} */
  public static byte[] of(byte[] bytes) {
    return begin().digest(bytes);
  }
}
