package quire.semantic;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import quire.api.spi.OwnerOnly;

/**
 * The vectors that were computed before, in one file for all processes of a user. It consists of
 * places of one size: a head, and one for each vector. A writer holds a lock of the kernel for some
 * microseconds; readers hold none, and believe a place only if its checksum is right. Losing the
 * file costs time, never an answer.
 */
final class VectorFile implements AutoCloseable {
  /** About 108 MB; of more, the older half goes. */
  static final int MOST_PLACES = 1 << 18;

  /**
   * A fact that was read before an erasure may be handed on a little later: what was taken in
   * before this time after it is not written.
   */
  static final Duration QUIET = Duration.ofSeconds(10);

  private static final int PLACE = Key.BYTES + Vector.BYTES + Integer.BYTES;

  /** The byte that writers lock: some systems keep readers out of what is locked. */
  private static final long BEHIND_ALL = Long.MAX_VALUE - 1;

  private static final long MAGIC = 0x5155_4952_4556_4543L;

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private static final Duration PATIENCE = Duration.ofMillis(20);

  /**
   * The first place.
   *
   * @param generation another one whenever places were moved or taken away
   * @param erased when all was taken away, in milliseconds
   */
  private record Head(long generation, long erased) {}

  private final FileChannel channel;
  private final Clock clock;
  private final int mostPlaces;
  private Places known = new Places();
  private long generation;

  private VectorFile(FileChannel channel, Clock clock, int mostPlaces) {
    this.channel = channel;
    this.clock = clock;
    this.mostPlaces = mostPlaces;
  }

  /** Opens a file, which is made if it is missing. */
  static VectorFile open(Path path, Clock clock) throws IOException {
    return open(path, clock, MOST_PLACES);
  }

  static VectorFile open(Path path, Clock clock, int mostPlaces) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    makeFolder(Objects.requireNonNull(path.getParent()));
    Set<OpenOption> options = Set.of(READ, WRITE, CREATE, LinkOption.NOFOLLOW_LINKS);
    FileChannel channel = FileChannel.open(path, options, OwnerOnly.file(path));
    try {
      if (posix && !Files.getPosixFilePermissions(path).equals(PRIVATE)) {
        Files.setPosixFilePermissions(path, PRIVATE);
      }
      VectorFile file = new VectorFile(channel, clock, mostPlaces);
      file.begin(path);
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * {@return how many vectors a file has, which is only read}
   *
   * @throws IOException if it is a file of something else, or cannot be written
   */
  static long look(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, READ, WRITE, LinkOption.NOFOLLOW_LINKS)) {
      VectorFile file = new VectorFile(channel, Clock.systemUTC(), MOST_PLACES);
      file.examine(path);
      return file.places();
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, OwnerOnly.folder(folder));
    }
  }

  /** Writes the head of a new file, and of one whose head was torn. */
  private void begin(Path path) throws IOException {
    examine(path);
    if (head().isPresent()) {
      return;
    }
    try (FileLock held = lock(PATIENCE)) {
      if (held != null && head().isEmpty()) {
        channel.truncate(0);
        write(new Head(clock.millis(), 0));
      }
    }
  }

  private void examine(Path path) throws IOException {
    ByteBuffer start = read(0, Long.BYTES);
    if (start.remaining() == Long.BYTES && start.getLong() != MAGIC) {
      throw new IOException(path + " is a file of something else");
    }
  }

  /** {@return the vector of a text, if it was there when this process last read on} */
  synchronized Optional<Vector> find(Key key) throws IOException {
    return at(known.find(key), key);
  }

  /** Reads which texts were added since; who looks for one meanwhile waits for some places only. */
  void readOn() throws IOException {
    boolean more = true;
    while (more) {
      more = readSome();
    }
  }

  /**
   * Adds a vector, unless there is one of this text.
   *
   * @param takenIn when the text was read, in milliseconds
   * @return whether it is there now; none is written just after an erasure, nor while others write
   * @throws IOException if there is no room, or the disk fails
   */
  boolean add(Key key, Vector vector, long takenIn) throws IOException {
    readOn(); // so that little is read while others are locked out
    try (FileLock held = tryLock()) {
      return held != null && addAlone(key, vector, takenIn);
    }
  }

  private synchronized boolean addAlone(Key key, Vector vector, long takenIn) throws IOException {
    Optional<Head> head = head();
    if (head.isEmpty() || isTooSoon(takenIn, head.get().erased())) {
      return false;
    }
    readOn();
    if (find(key).isPresent()) {
      return true;
    }
    if (places() >= mostPlaces) {
      dropOlderHalf(head.get());
    }
    // What a torn write left behind the last whole place is written over.
    long place = places();
    ByteBuffer record = ByteBuffer.allocate(PLACE);
    key.write(record);
    vector.write(record);
    seal(record);
    writeAt(record, (place + 1) * PLACE);
    return true;
  }

  /** A clock that was put back must not keep the file from being written. */
  private boolean isTooSoon(long takenIn, long erased) {
    return takenIn < erased + QUIET.toMillis() && erased <= clock.millis() + QUIET.toMillis();
  }

  /**
   * Overwrites all vectors and takes them away: who knows a vector can guess at its text.
   *
   * @throws IOException if that could not be done
   */
  synchronized void erase() throws IOException {
    try (FileLock held = lock(Duration.ofSeconds(5))) {
      if (held == null) {
        throw new IOException("another process holds it");
      }
      write(new Head(head().map(Head::generation).orElseGet(clock::millis) + 1, clock.millis()));
      ByteBuffer nothing = ByteBuffer.allocate(1 << 16);
      for (long at = PLACE, end = channel.size(); at < end; at += nothing.limit()) {
        nothing.clear().limit((int) Math.min(nothing.capacity(), end - at));
        writeAt(nothing, at);
      }
      channel.force(false);
      channel.truncate(PLACE);
      known = new Places();
    }
  }

  /** {@return how many vectors it has room for as it is} */
  long places() throws IOException {
    return Math.max(0, channel.size() / PLACE - 1);
  }

  private void dropOlderHalf(Head head) throws IOException {
    write(new Head(head.generation() + 1, head.erased()));
    long dropped = places() / 2;
    long kept = places() - dropped;
    ByteBuffer some = ByteBuffer.allocate(PLACE * 256);
    for (long place = 0; place < kept; place += 256) {
      some.clear().limit((int) Math.min(256, kept - place) * PLACE);
      channel.read(some, (dropped + place + 1) * PLACE);
      writeAt(some.flip(), (place + 1) * PLACE);
    }
    channel.truncate((kept + 1) * PLACE);
  }

  private Optional<Vector> at(int place, Key key) throws IOException {
    if (place < 0) {
      return Optional.empty();
    }
    ByteBuffer record = read((place + 1L) * PLACE, PLACE);
    return isWhole(record) && Key.read(record).equals(key)
        ? Optional.of(Vector.read(record))
        : Optional.empty();
  }

  /** {@return whether there is more} */
  private synchronized boolean readSome() throws IOException {
    long now = head().map(Head::generation).orElse(0L);
    long places = places();
    if (now != generation || places < known.seen()) {
      known = new Places();
      generation = now;
    }
    long from = known.seen();
    ByteBuffer some = ByteBuffer.allocate((int) Math.min(64, places - from) * PLACE);
    channel.read(some, (from + 1) * PLACE);
    some.flip();
    for (int start = 0; start + PLACE <= some.limit(); start += PLACE) {
      known.add(some.getLong(start));
    }
    return known.seen() > from && known.seen() < places;
  }

  private Optional<Head> head() throws IOException {
    ByteBuffer place = read(0, PLACE);
    return isWhole(place) && place.getLong() == MAGIC
        ? Optional.of(new Head(place.getLong(), place.getLong()))
        : Optional.empty();
  }

  private void write(Head head) throws IOException {
    ByteBuffer place = ByteBuffer.allocate(PLACE);
    place.putLong(MAGIC).putLong(head.generation()).putLong(head.erased());
    place.position(PLACE - Integer.BYTES);
    seal(place);
    writeAt(place, 0);
  }

  /** {@return the lock of all who write, or nothing if others held it for so long} */
  private @Nullable FileLock lock(Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    FileLock held = tryLock();
    while (held == null && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000);
      held = tryLock();
    }
    return held;
  }

  private @Nullable FileLock tryLock() throws IOException {
    try {
      return channel.tryLock(BEHIND_ALL, 1, false);
    } catch (OverlappingFileLockException e) {
      return null; // held by another part of this process
    }
  }

  private ByteBuffer read(long at, int length) throws IOException {
    ByteBuffer place = ByteBuffer.allocate(length);
    channel.read(place, at);
    return place.flip();
  }

  private void writeAt(ByteBuffer bytes, long at) throws IOException {
    for (long place = at; bytes.hasRemaining(); ) {
      place += channel.write(bytes, place);
    }
  }

  private static void seal(ByteBuffer place) {
    place.putInt(checksum(place)).flip();
  }

  private static boolean isWhole(ByteBuffer place) {
    return place.limit() == PLACE && place.getInt(PLACE - Integer.BYTES) == checksum(place);
  }

  private static int checksum(ByteBuffer place) {
    CRC32 checksum = new CRC32();
    checksum.update(place.duplicate().clear().limit(PLACE - Integer.BYTES));
    return (int) checksum.getValue();
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
