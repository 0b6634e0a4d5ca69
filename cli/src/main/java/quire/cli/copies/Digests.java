package quire.cli.copies;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import quire.api.Subject;
import quire.api.spi.Sha256;

/**
 * Numbers that stand for texts, so that a store that does not fit into memory can be compared. Of
 * SHA-256, 64 bits: two of a million texts share one once in 40 million stores.
 */
final class Digests {
  private Digests() {}

  static long of(String... parts) {
    MessageDigest digest = Sha256.begin();
    for (String part : parts) {
      // UTF-16 keeps lone surrogates apart, and the length keeps "a", "bc" from "ab", "c".
      byte[] bytes = part.getBytes(StandardCharsets.UTF_16BE);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
      digest.update(bytes);
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  static long of(Subject fact) {
    return switch (fact) {
      case Subject.OfEntity entity -> of("entity", entity.entity(), entity.type());
      case Subject.OfObservation observation ->
          of("observation", observation.entity(), observation.text().orElse(""));
      case Subject.OfRelation of ->
          of("relation", of.relation().from(), of.relation().to(), of.relation().type());
    };
  }
}
