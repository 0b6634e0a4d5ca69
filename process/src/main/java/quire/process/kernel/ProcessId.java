package quire.process.kernel;

/**
 * Names one process within one boot of the machine, also after its number was used again.
 *
 * @param mark what the kernel noted when the process started: clock ticks since boot on Linux,
 *     milliseconds since 1970 elsewhere. On Linux the date of a start is computed from the clock
 *     and moves when the clock is set, the ticks do not.
 */
public record ProcessId(long pid, long mark) {
  // Written out: the generated one makes its code when it is first called, in 10 ms.
  @Override
  public boolean equals(Object other) {
    return other instanceof ProcessId process && pid == process.pid && mark == process.mark;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(pid ^ mark);
  }
}
