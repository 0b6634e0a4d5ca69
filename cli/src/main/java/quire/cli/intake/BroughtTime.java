package quire.cli.intake;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Says the present time, or that which comes along with what is imported. */
public final class BroughtTime extends Clock {
  private final Clock present;
  private volatile Optional<Instant> brought = Optional.empty();

  public BroughtTime(Clock present) {
    this.present = present;
  }

  /** From now on it is this time; the present one again if there is none. */
  void say(Optional<Instant> time) {
    brought = time;
  }

  @Override
  public Instant instant() {
    Optional<Instant> time = brought;
    return time.isPresent() ? time.get() : present.instant();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
