package quire.http.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens of pages in a browser. A page comes with a code that is good once and for a minute, and
 * gets a token that is signed, so that it outlives the process and ends with the first token.
 */
public final class PageTokens {
  /** Under which name is written what is written in a page. */
  public static final String NAME = "dashboard";

  private static final Duration LONGEST = Duration.ofHours(12);
  private static final Duration CODE = Duration.ofSeconds(60);
  private static final int MOST_CODES = 100;
  private static final int RANDOM_BYTES = 16;
  private static final String PREFIX = "p.";

  private final SigningKey key;
  private final AccessTokens tokens;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Code> codes = new LinkedHashMap<>();

  /** What a code is good for, and until when. */
  private record Code(boolean mayWrite, Instant until) {}

  /** A token and until when it is accepted. */
  public record Issued(String token, boolean mayWrite, Instant until) {}

  public PageTokens(SigningKey key, AccessTokens tokens, Clock clock) {
    this.key = key;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** {@return a code that opens the page once} */
  public synchronized String code(boolean mayWrite) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    if (codes.size() == MOST_CODES) {
      codes.remove(codes.keySet().iterator().next());
    }
    codes.put(AccessTokens.digest(code), new Code(mayWrite, clock.instant().plus(CODE)));
    return code;
  }

  /** {@return the token for a code; empty if the code was used, is too old or none of ours} */
  public Optional<Issued> redeem(String code) throws IOException {
    Code known;
    synchronized (this) {
      known = codes.remove(AccessTokens.digest(code));
    }
    Instant now = clock.instant();
    if (known == null || known.until().isBefore(now)) {
      return Optional.empty();
    }
    Instant until = now.plus(LONGEST);
    byte[] payload =
        ByteBuffer.allocate(Long.BYTES + 1)
            .putLong(until.getEpochSecond())
            .put((byte) (known.mayWrite() ? 1 : 0))
            .array();
    return Optional.of(new Issued(key.sign(PREFIX, payload, purpose()), known.mayWrite(), until));
  }

  /** {@return who comes with this token, if it is one of a page} */
  Optional<Visitor> visitor(String token) throws IOException {
    Optional<byte[]> payload = key.open(PREFIX, token, purpose());
    if (payload.isEmpty() || payload.get().length != Long.BYTES + 1) {
      return Optional.empty();
    }
    ByteBuffer content = ByteBuffer.wrap(payload.get());
    boolean ended = Instant.ofEpochSecond(content.getLong()).isBefore(clock.instant());
    return ended
        ? Optional.empty()
        : Optional.of(new Visitor(NAME, content.get() == 1, AccessTokens.digest(token)));
  }

  private String purpose() throws IOException {
    return "page of " + tokens.firstDigest();
  }
}
