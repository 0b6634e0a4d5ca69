package quire.http.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import quire.mcp.protocol.Revision;

/**
 * Sessions that need no memory: an id says by which revision its client speaks and since when, and
 * is signed with a key that outlives the process. So a restarted server knows every session of the
 * one before, and a client that forgets its session costs nothing.
 */
public final class SessionIds {
  /** After that a client has to introduce itself again. */
  public static final Duration LONGEST = Duration.ofDays(30);

  private static final String PREFIX = "1.";
  private static final int KEY_BYTES = 32;
  private static final int RANDOM_BYTES = 16;
  private static final int SIGNATURE_BYTES = 16;
  private static final int PAYLOAD_BYTES = RANDOM_BYTES + Integer.BYTES + Long.BYTES;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * What an id says.
   *
   * @param id the id itself
   * @param label tells the session from others where the id must not stand: it opens nothing
   */
  public record Known(String id, Revision revision, String label) {}

  private SessionIds(byte[] key, Clock clock) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.clock = clock;
  }

  /** {@return ids signed with the key in a file, which is made if there is none} */
  public static SessionIds of(Path keyFile, Clock clock) throws IOException {
    PrivateFiles.make(keyFile, newKey());
    byte[] key = Files.readAllBytes(keyFile);
    if (key.length != KEY_BYTES) {
      throw new IOException(
          "The key of the sessions in %s is damaged; delete the file, and clients introduce themselves again"
              .formatted(keyFile));
    }
    return new SessionIds(key, clock);
  }

  /** {@return ids that nobody knows after this process} */
  public static SessionIds ofThisProcess(Clock clock) {
    return new SessionIds(newKey(), clock);
  }

  private static byte[] newKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /** {@return the id of a new session of this visitor} */
  public Known issue(Revision revision, Visitor visitor) {
    byte[] own = new byte[RANDOM_BYTES];
    random.nextBytes(own);
    byte[] payload =
        ByteBuffer.allocate(PAYLOAD_BYTES)
            .put(own)
            .putInt(number(revision))
            .putLong(clock.instant().getEpochSecond())
            .array();
    String id = PREFIX + text(payload) + "." + text(signature(payload, visitor));
    return new Known(id, revision, label(id));
  }

  /** {@return the session, or empty if the id is none of ours, another visitor's or too old} */
  public Optional<Known> find(String id, Visitor visitor) {
    String[] parts = id.startsWith(PREFIX) ? id.split("\\.", -1) : new String[0];
    if (parts.length != 3) {
      return Optional.empty();
    }
    byte[] payload = bytes(parts[1]);
    if (payload.length != PAYLOAD_BYTES
        || !MessageDigest.isEqual(signature(payload, visitor), bytes(parts[2]))) {
      return Optional.empty();
    }
    ByteBuffer content = ByteBuffer.wrap(payload, RANDOM_BYTES, Integer.BYTES + Long.BYTES);
    int date = content.getInt();
    Instant issued = Instant.ofEpochSecond(content.getLong());
    if (issued.plus(LONGEST).isBefore(clock.instant())) {
      return Optional.empty();
    }
    return Arrays.stream(Revision.values())
        .filter(revision -> number(revision) == date)
        .findFirst()
        .map(revision -> new Known(id, revision, label(id)));
  }

  /** {@return the revision's date as a number, which stays what it is when others are added} */
  private static int number(Revision revision) {
    return Integer.parseInt(revision.date().replace("-", ""));
  }

  private byte[] signature(byte[] payload, Visitor visitor) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(payload);
      return Arrays.copyOf(
          mac.doFinal(visitor.name().getBytes(StandardCharsets.UTF_8)), SIGNATURE_BYTES);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Java without " + ALGORITHM, impossible);
    }
  }

  private static String label(String id) {
    return AccessTokens.digest(id).substring(0, 16);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException broken) {
      return new byte[0];
    }
  }
}
