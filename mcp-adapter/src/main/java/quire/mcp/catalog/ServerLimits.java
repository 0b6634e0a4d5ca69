package quire.mcp.catalog;

import java.time.Duration;

/**
 * What one connection may use.
 *
 * @param messageBytes the longest line read; a longer one is refused and skipped
 * @param runningCalls calls that read at the same time, and as many of one tool that write
 * @param waitingCalls calls that wait for their turn; further ones are refused
 * @param waitingBytes the lines of all calls that wait or run, together
 * @param answerBytes how much of an answer is held before it is streamed
 * @param pageSize the items of one page of a list
 * @param deadline how long a call that reads may take, and one that writes may wait for its turn;
 *     up to a tenth is added
 * @param drain how long calls may go on once the input has ended
 * @param poll how often a subscriber's store is asked for writes of other processes
 */
public record ServerLimits(
    int messageBytes,
    int runningCalls,
    int waitingCalls,
    int waitingBytes,
    int answerBytes,
    int pageSize,
    Duration deadline,
    Duration drain,
    Duration poll) {
  /** For the memory that the JVM of this process may use. */
  public static final ServerLimits STANDARD = ofHeap(Runtime.getRuntime().maxMemory());

  /**
   * {@return for 256 MiB of heap and more: 33 MiB, 32 calls, 10,000 waiting with 48 MiB, 256 KiB,
   * 100 items, 50 s (clients wait 60 s), 1.5 s, 0.2 s; a smaller one reads shorter lines, and
   * carries out fewer calls at a time}
   */
  static ServerLimits ofHeap(long bytes) {
    return new ServerLimits(
        (int) Math.min(33 << 20, bytes / 7),
        Math.clamp(bytes / (7 << 20), 2, 32),
        10_000,
        (int) Math.min(48 << 20, bytes / 5),
        256 << 10,
        100,
        Duration.ofSeconds(50),
        Duration.ofMillis(1_500),
        Duration.ofMillis(200));
  }
}
