package quire.process.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;

/**
 * Whether the clock can be right.
 *
 * @param folder where the file system dates a file
 */
public record ClockCheck(Clock clock, Path folder) implements HealthCheck {
  /** When this version was made: it cannot be earlier. */
  private static final Instant EARLIEST = Instant.parse("2026-11-01T00:00:00Z");

  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Finding run() throws IOException {
    if (clock.instant().isBefore(EARLIEST)) {
      return Finding.fail(
          "it is not %s".formatted(clock.instant()), "set the clock: changes are dated with it");
    }
    Path file = Files.createTempFile(folder, "quire", "");
    Duration skew =
        Duration.between(Files.getLastModifiedTime(file).toInstant(), clock.instant()).abs();
    Files.delete(file);
    return skew.compareTo(TOLERANCE) > 0
        ? Finding.warn(
            "the file system's clock differs by %d s".formatted(skew.toSeconds()),
            "keep the store on a local disk, or set one of the clocks")
        : Finding.ok("agrees with the file system");
  }
}
