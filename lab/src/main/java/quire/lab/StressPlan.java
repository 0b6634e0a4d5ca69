package quire.lab;

import java.time.Duration;

/**
 * What a stress run does.
 *
 * @param calls how many are under way at the same time with each server
 * @param writes how many of each {@code writes + reads} calls write
 */
record StressPlan(int processes, int calls, Duration length, Kills kills, int writes, int reads) {
  /** Which servers are killed with SIGKILL while they work. */
  enum Kills {
    NONE,
    /** One, halfway. */
    ONE,
    /** One every half second. */
    STORM
  }

  StressPlan {
    if (processes < 1 || processes > 64) {
      throw new IllegalArgumentException("--processes must be 1 to 64, not " + processes);
    }
    if (calls < 1 || calls > 64) {
      throw new IllegalArgumentException("--calls must be 1 to 64, not " + calls);
    }
    if (length.toSeconds() < 1 || length.toHours() > 24) {
      throw new IllegalArgumentException("--seconds must be 1 to 86400, not " + length.toSeconds());
    }
    if (writes < 1 || reads < 0 || writes + reads > 1000) {
      throw new IllegalArgumentException(
          "--mix must be writes:reads with at least one write, not %d:%d".formatted(writes, reads));
    }
  }
}
