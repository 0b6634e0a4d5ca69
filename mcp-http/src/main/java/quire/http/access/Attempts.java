package quire.http.access;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts wrong tokens by address. A right one is served whatever was tried before. */
public final class Attempts {
  private static final int MOST = 10;
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 1_000;

  private final Clock clock;
  private final Map<InetAddress, Tries> tries = new LinkedHashMap<>();

  /** How many there were since when. */
  private record Tries(Instant since, int count) {}

  public Attempts(Clock clock) {
    this.clock = clock;
  }

  /** Takes note of a wrong token. {@return whether there are too many from there} */
  public synchronized boolean wrong(InetAddress from) {
    Instant now = clock.instant();
    Tries before = tries.remove(from);
    Tries next =
        before == null || before.since().plus(PERIOD).isBefore(now)
            ? new Tries(now, 1)
            : new Tries(before.since(), before.count() + 1);
    if (tries.size() >= MOST_ADDRESSES) {
      tries.remove(tries.keySet().iterator().next());
    }
    tries.put(from, next);
    return next.count() > MOST;
  }
}
