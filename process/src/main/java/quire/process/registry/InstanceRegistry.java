package quire.process.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import quire.api.spi.OwnerOnly;
import quire.process.kernel.LockHolders;
import quire.process.registry.RegistryEntry.Lock;
import quire.process.trust.Trust;

/**
 * The servers of one user, each with an entry and with a lock that the kernel takes back when the
 * server ends, however it ends.
 *
 * <p>On POSIX systems a process loses its lock when it closes <em>any</em> channel on the file. So
 * a lock file is opened once by its owner, and never for a look by a process that owns it.
 */
public final class InstanceRegistry {
  /** The lock files that this process holds. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private static final String ENTRY = ".json";
  private static final String LOCK = ".lck";
  private static final String STOP = ".stop";
  private static final String DRAFT = ".draft";
  private static final Pattern FRAGMENT = Pattern.compile(".+\\.(lck|stop|draft)");

  /** A thousand times what it takes from the lock file to the entry. */
  private static final Duration LONGEST_ENTRANCE = Duration.ofMinutes(1);

  /** An entry has some 2 kB; its owners' command lines are cut. */
  private static final int LARGEST_ENTRY = 1 << 16;

  private final Path folder;
  private final Trust trust = Trust.ofThisProcess();

  /**
   * @param state see {@link StateFolder}
   */
  public InstanceRegistry(Path state) {
    folder = state.resolve("instances");
  }

  /** {@return the folder that holds the entries; it need not exist} */
  public Path folder() {
    return folder;
  }

  /**
   * Enters a server and holds its lock until the registration is closed or the process ends. What
   * ended servers left behind is removed on the way.
   *
   * @throws IOException if the folder cannot be written; the server is then not registered
   */
  public Registration register(Instance instance) throws IOException {
    Files.createDirectories(folder, OwnerOnly.folder(folder));
    Path lock = file(instance.id(), LOCK);
    OWN.add(lock);
    FileChannel channel =
        FileChannel.open(
            lock,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file(folder));
    try {
      // Locked before there is an entry: whoever finds the entry finds the lock held.
      if (channel.tryLock() == null) {
        throw new IOException("Somebody else locked the new file " + lock);
      }
      Registration registration = new Registration(this, instance, channel);
      // A process that was suspended before it had the lock can find its file taken for a fragment.
      if (Files.notExists(lock)) {
        throw new IOException("Somebody else removed the new file " + lock);
      }
      prune();
      return registration;
    } catch (IOException failure) {
      channel.close();
      release(instance.id());
      throw failure;
    }
  }

  /** Writes the entry so that a reader sees the old or the new one, never a part. */
  void write(Instance instance) throws IOException {
    Path draft = file(instance.id(), DRAFT);
    Files.deleteIfExists(draft);
    Files.createFile(draft, OwnerOnly.file(folder));
    Files.writeString(draft, InstanceJson.write(instance));
    Files.move(draft, file(instance.id(), ENTRY), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Forgets an own instance whose channel is closed. */
  void release(String id) throws IOException {
    remove(id);
    OWN.remove(file(id, LOCK));
  }

  /** {@return all entries, in no order} */
  public List<RegistryEntry> entries() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ENTRY))
          .map(file -> new RegistryEntry(file, lock(id(file)), instance(file)))
          .toList();
    }
  }

  /** Removes what servers that have ended left behind. */
  public void prune() throws IOException {
    for (RegistryEntry entry : entries()) {
      tryToForget(id(entry.file()));
    }
    for (String id : fragments()) {
      tryToForget(id);
    }
  }

  /** One odd file keeps nobody from entering. */
  private void tryToForget(String id) {
    try {
      forget(id);
    } catch (IOException odd) {
      // It stays, and whoever lists the servers sees it.
    }
  }

  /**
   * {@return servers of which there is no entry but another file: they were killed while they
   * entered or left} A file that is new may belong to one that is just entering.
   */
  private List<String> fragments() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    FileTime old = FileTime.from(Instant.now().minus(LONGEST_ENTRANCE));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> FRAGMENT.matcher(file.getFileName().toString()).matches())
          .filter(file -> isBefore(file, old))
          .map(InstanceRegistry::id)
          .filter(id -> Files.notExists(file(id, ENTRY)))
          .distinct()
          .toList();
    }
  }

  private static boolean isBefore(Path file, FileTime time) {
    try {
      return Files.getLastModifiedTime(file).compareTo(time) < 0;
    } catch (IOException removedMeanwhile) {
      return false;
    }
  }

  /** Removes an entry if its server has ended: an entry's name is never used again. */
  public void prune(RegistryEntry entry) throws IOException {
    forget(id(entry.file()));
  }

  public void forget(Instance instance) throws IOException {
    forget(instance.id());
  }

  private void forget(String id) throws IOException {
    Path entry = file(id, ENTRY);
    if (lock(id) == Lock.FREE && (isFile(entry) || !isThere(entry))) {
      remove(id);
    }
  }

  public Lock lock(Instance instance) {
    return lock(instance.id());
  }

  /** Asks a server to end itself; it looks for this twice a second. */
  public void askToStop(Instance instance) throws IOException {
    try {
      Files.createFile(file(instance.id(), STOP), OwnerOnly.file(folder));
    } catch (FileAlreadyExistsException asked) {
      // It was asked before. Written to by its name, a link would lead to another file.
    }
  }

  boolean askedToStop(Instance instance) {
    return isThere(file(instance.id(), STOP));
  }

  private void remove(String id) throws IOException {
    Files.deleteIfExists(file(id, ENTRY));
    Files.deleteIfExists(file(id, STOP));
    Files.deleteIfExists(file(id, DRAFT));
    Files.deleteIfExists(file(id, LOCK));
  }

  private Path file(String id, String suffix) {
    return folder.resolve(id + suffix);
  }

  private static String id(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** Two looks at once within one process would disturb each other, hence the monitor. */
  private Lock lock(String id) {
    Path file = file(id, LOCK);
    if (OWN.contains(file)) {
      return Lock.HELD;
    }
    if ((isThere(file) && !hasOneName(file)) || !isBelieved(file(id, ENTRY))) {
      return Lock.UNKNOWN;
    }
    synchronized (InstanceRegistry.class) {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        return channel.tryLock(0, Long.MAX_VALUE, true) == null ? held(id, file) : Lock.FREE;
      } catch (NoSuchFileException gone) {
        return Lock.FREE;
      } catch (IOException unknown) {
        return Lock.UNKNOWN;
      }
    }
  }

  /** Whoever writes an entry can name any process, but holds the lock itself. */
  private Lock held(String id, Path lock) {
    Optional<Long> named = instance(file(id, ENTRY)).map(entry -> entry.process().pid());
    Optional<Set<Long>> holders = LockHolders.of(lock);
    boolean foreign =
        named.isPresent() && holders.isPresent() && !holders.get().contains(named.get());
    return foreign ? Lock.FOREIGN : Lock.HELD;
  }

  /**
   * Whether an entry can only come from this user, or from root: otherwise it could name any
   * process as a server that is to be stopped.
   */
  private boolean isBelieved(Path entry) {
    return (isFile(entry) || !isThere(entry)) && trust.doubt(entry).isEmpty();
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** {@return whether it is a file that is not, by a second name, that of another server} */
  private static boolean hasOneName(Path file) {
    try {
      return isFile(file)
          && Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS).equals(1);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException untold) {
      return isFile(file);
    }
  }

  private static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static Optional<Instance> instance(Path file) {
    if (!isFile(file)) {
      return Optional.empty(); // what is no file may never end, such as a pipe
    }
    try (InputStream input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = input.readNBytes(LARGEST_ENTRY + 1);
      if (bytes.length > LARGEST_ENTRY) {
        return Optional.empty();
      }
      // An entry that calls itself otherwise would lead to the files of another one, or elsewhere.
      return Optional.of(InstanceJson.read(new String(bytes, StandardCharsets.UTF_8)))
          .filter(instance -> instance.id().equals(id(file)));
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}
