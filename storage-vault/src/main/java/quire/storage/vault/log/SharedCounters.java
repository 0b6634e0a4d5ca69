package quire.storage.vault.log;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import quire.storage.vault.tree.Ulid;

/**
 * A few numbers that all processes on one vault share through memory. Only the holder of the
 * vault's lock changes them; anybody reads them.
 */
public final class SharedCounters {
  private static final int LENGTH = 64;
  private static final VarHandle NUMBER = ValueLayout.JAVA_LONG.varHandle();

  private static final long HEAD = 0;
  private static final long GENERATION = 8;
  private static final long EPOCH = 16;
  private static final long ULID_HIGH = 24;
  private static final long ULID_LOW = 32;

  private final MemorySegment memory;

  private SharedCounters(MemorySegment memory) {
    this.memory = memory;
  }

  public static SharedCounters open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // The mapping is given back when the last reader is: no call can meet a closed one.
      return new SharedCounters(
          channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH, Arena.ofAuto()));
    }
  }

  /** {@return the length of the change log up to which all is committed} */
  public long head() {
    return get(HEAD);
  }

  public void setHead(long head) {
    set(HEAD, head);
  }

  /** {@return a number that is odd while several notes are being changed together} */
  public long generation() {
    return get(GENERATION);
  }

  public void setGeneration(long generation) {
    set(GENERATION, generation);
  }

  /** {@return how often the lock was taken; grows with each call} */
  public long nextEpoch() {
    long epoch = get(EPOCH) + 1;
    set(EPOCH, epoch);
    return epoch;
  }

  public Ulid lastUlid() {
    return new Ulid(get(ULID_HIGH), get(ULID_LOW));
  }

  public void setLastUlid(Ulid ulid) {
    set(ULID_HIGH, ulid.high());
    set(ULID_LOW, ulid.low());
  }

  private long get(long place) {
    return (long) NUMBER.getVolatile(memory, place);
  }

  private void set(long place, long value) {
    NUMBER.setVolatile(memory, place, value);
  }
}
