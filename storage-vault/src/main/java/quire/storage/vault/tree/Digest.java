package quire.storage.vault.tree;

import java.nio.ByteBuffer;
import quire.api.spi.Sha256;

/** The first 16 bytes of a SHA-256. */
public record Digest(long high, long low) {
  /** What a note has that is not there. */
  public static final Digest ABSENT = new Digest(0, 0);

  public static Digest of(byte[] bytes) {
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(bytes));
    return new Digest(hash.getLong(), hash.getLong());
  }

  /** {@return the digest of a text, lone surrogates included} */
  public static Digest of(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(text.length() * 2);
    bytes.asCharBuffer().put(text);
    return of(bytes.array());
  }

  // Written out: the generated one makes its code when it is first called, in 10 ms.
  @Override
  public boolean equals(Object other) {
    return other instanceof Digest digest && high == digest.high && low == digest.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high ^ low);
  }

  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
