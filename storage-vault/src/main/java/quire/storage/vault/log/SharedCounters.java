package quire.storage.vault.log;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import quire.api.StoreUndecidedException;
import quire.storage.vault.tree.Ulid;

/**
 * A few numbers that all processes on one vault share through memory. Only the holder of the
 * vault's lock changes them; anybody reads them.
 */
public final class SharedCounters {
  private static final int LENGTH = 64;
  private static final String DRAFT_PREFIX = "counters.";
  private static final VarHandle NUMBER = ValueLayout.JAVA_LONG.varHandle();

  private static final long HEAD = 0;
  private static final long GENERATION = 8;
  private static final long EPOCH = 16;
  private static final long ULID_HIGH = 24;
  private static final long ULID_LOW = 32;
  private static final long REWRITES = 40;

  private final Path file;
  private final MemorySegment memory;

  private SharedCounters(Path file, MemorySegment memory) {
    this.file = file;
    this.memory = memory;
  }

  public static SharedCounters open(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      make(file);
    }
    if (StateFile.isShared(file)) {
      removeDrafts(file);
    }
    StateFile.check(file);
    return map(file, FileChannel.MapMode.READ_WRITE);
  }

  /** {@return the numbers as they are, for who cannot change them; zeros if there are none} */
  public static SharedCounters openToRead(Path file) throws IOException {
    try {
      StateFile.checkKind(file);
      if (Files.size(file) >= LENGTH) {
        return map(file, FileChannel.MapMode.READ_ONLY);
      }
    } catch (NoSuchFileException e) {
      // Nobody has ever written this vault from here.
    }
    return new SharedCounters(file, Arena.ofAuto().allocate(LENGTH, Long.BYTES));
  }

  private static SharedCounters map(Path file, FileChannel.MapMode mode) throws IOException {
    Set<StandardOpenOption> options =
        mode.equals(FileChannel.MapMode.READ_ONLY)
            ? Set.of(StandardOpenOption.READ)
            : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options)) {
      // The mapping is given back when the last reader is: no call can meet a closed one.
      return new SharedCounters(file, channel.map(mode, 0, LENGTH, Arena.ofAuto()));
    }
  }

  /**
   * Makes the file with all its bytes written before it gets its name: memory that is mapped onto
   * no block of the disk ends in a signal when the disk is full.
   */
  private static void make(Path file) throws IOException {
    Path draft =
        file.resolveSibling(
            DRAFT_PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    try {
      Files.createFile(draft, StateFile.owned(draft));
      Files.write(draft, new byte[LENGTH]);
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Another process was quicker: its file is the one.
    } catch (UnsupportedOperationException | FileSystemException e) {
      if (e instanceof FileSystemException failure && !Files.exists(draft)) {
        throw failure;
      }
      makeWithoutLinks(file, e);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * For a moment the file has two names, and for longer if who made it was killed in that moment.
   * The draft's name is of no more use.
   */
  private static void removeDrafts(Path file) throws IOException {
    try (DirectoryStream<Path> drafts =
        Files.newDirectoryStream(file.resolveSibling(""), DRAFT_PREFIX + "*")) {
      for (Path draft : drafts) {
        if (isSame(file, draft)) {
          Files.deleteIfExists(draft);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isSame(Path file, Path draft) throws IOException {
    try {
      return !Files.isSymbolicLink(draft) && Files.isSameFile(file, draft);
    } catch (NoSuchFileException e) {
      return false; // who made it has removed it meanwhile
    }
  }

  private static void makeWithoutLinks(Path file, Exception cause) throws IOException {
    try {
      Files.createFile(file, StateFile.owned(file));
      Files.write(file, new byte[LENGTH]);
    } catch (FileAlreadyExistsException e) {
      e.addSuppressed(cause);
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

  /**
   * {@return a number that grows when something in the log is overwritten; odd while that is done}
   */
  public long rewrites() {
    return get(REWRITES);
  }

  public void setRewrites(long rewrites) {
    set(REWRITES, rewrites);
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

  /**
   * {@return what to tell of an error, if it is how the platform reports that the numbers are gone}
   * It comes a little later than the access that met it, so each call as a whole asks.
   */
  public Optional<StoreUndecidedException> lost(InternalError error) {
    return String.valueOf(error.getMessage()).contains("unsafe memory access")
        ? Optional.of(
            new StoreUndecidedException(
                "The file %s was cut, or its disk is full or failed; a write that was under way happened completely or not at all. Make room, start this program again, and repeat the call"
                    .formatted(file),
                error))
        : Optional.empty();
  }
}
