package quire.mcp.calls;

/**
 * Tells when the collector finds hardly anything any more. Nothing fails then: each call gets a
 * little memory now and then, all of them together take the whole processor, and none ends.
 */
class ShortMemory {
  private static final int SHARE = 16;

  /** What a heap of any size shows as free and cannot use: the place for survivors. */
  private static final long UNUSABLE = 2 << 20;

  private final Runtime runtime;

  ShortMemory(Runtime runtime) {
    this.runtime = runtime;
  }

  /** {@return whether not even a sixteenth of the heap is free right after a collection} */
  boolean isShort() {
    if (!isFull()) {
      return false;
    }
    runtime.gc(); // what looks full may hold garbage that nobody has asked for yet
    return isFull();
  }

  private boolean isFull() {
    long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    return free < runtime.maxMemory() / SHARE + UNUSABLE;
  }
}
