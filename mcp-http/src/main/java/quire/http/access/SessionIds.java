package quire.http.access;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
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
  private static final int RANDOM_BYTES = 16;
  private static final int PAYLOAD_BYTES = RANDOM_BYTES + Integer.BYTES + Long.BYTES;

  private final SigningKey key;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * What an id says.
   *
   * @param id the id itself
   * @param label tells the session from others where the id must not stand: it opens nothing
   */
  public record Known(String id, Revision revision, String label) {}

  public SessionIds(SigningKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
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
    String id = key.sign(PREFIX, payload, purpose(visitor));
    return new Known(id, revision, label(id));
  }

  /** {@return the session, or empty if the id is none of ours, another visitor's or too old} */
  public Optional<Known> find(String id, Visitor visitor) {
    return key.open(PREFIX, id, purpose(visitor))
        .filter(payload -> payload.length == PAYLOAD_BYTES)
        .flatMap(payload -> known(id, payload));
  }

  private Optional<Known> known(String id, byte[] payload) {
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

  private static String purpose(Visitor visitor) {
    return "session of " + visitor.name();
  }

  /** {@return the revision's date as a number, which stays what it is when others are added} */
  private static int number(Revision revision) {
    return Integer.parseInt(revision.date().replace("-", ""));
  }

  private static String label(String id) {
    return AccessTokens.digest(id).substring(0, 16);
  }
}
