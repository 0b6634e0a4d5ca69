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
   * @param visitor the name of whose session it is
   * @param ends when its client has to introduce itself again
   */
  public record Known(String id, Revision revision, String label, String visitor, Instant ends) {}

  public SessionIds(SigningKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /** {@return the id of a new session of this visitor} */
  public Known issue(Revision revision, Visitor visitor) {
    byte[] own = new byte[RANDOM_BYTES];
    random.nextBytes(own);
    long issued = clock.instant().getEpochSecond();
    byte[] payload =
        ByteBuffer.allocate(PAYLOAD_BYTES)
            .put(own)
            .putInt(number(revision))
            .putLong(issued)
            .array();
    String id = key.sign(PREFIX, payload, purpose(visitor));
    return new Known(id, revision, label(id), visitor.name(), end(issued));
  }

  /** {@return the session, or empty if the id is none of ours, another visitor's or too old} */
  public Optional<Known> find(String id, Visitor visitor) {
    return key.open(PREFIX, id, purpose(visitor))
        .filter(payload -> payload.length == PAYLOAD_BYTES)
        .flatMap(payload -> known(id, payload, visitor));
  }

  /** {@return whether a session that was found for this visitor once would be found again} */
  public boolean isStill(Known known, Visitor visitor) {
    return known.visitor().equals(visitor.name()) && !known.ends().isBefore(clock.instant());
  }

  private Optional<Known> known(String id, byte[] payload, Visitor visitor) {
    ByteBuffer content = ByteBuffer.wrap(payload, RANDOM_BYTES, Integer.BYTES + Long.BYTES);
    int date = content.getInt();
    Instant ends = end(content.getLong());
    if (ends.isBefore(clock.instant())) {
      return Optional.empty();
    }
    return Arrays.stream(Revision.values())
        .filter(revision -> number(revision) == date)
        .findFirst()
        .map(revision -> new Known(id, revision, label(id), visitor.name(), ends));
  }

  private static Instant end(long issued) {
    return Instant.ofEpochSecond(issued).plus(LONGEST);
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
