package quire.storage.vault.log;

/**
 * The change log and the numbers beside it, as they are open now: where they could only be read at
 * first, others take their place once they can be written.
 */
public final class OpenLog {
  private volatile Pair open;

  private record Pair(ChangeLog log, SharedCounters counters) {}

  public OpenLog(ChangeLog log, SharedCounters counters) {
    this.open = new Pair(log, counters);
  }

  public ChangeLog log() {
    return open.log();
  }

  public SharedCounters counters() {
    return open.counters();
  }

  public void replace(ChangeLog log, SharedCounters counters) {
    open = new Pair(log, counters);
  }
}
