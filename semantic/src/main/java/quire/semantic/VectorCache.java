package quire.semantic;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quire.api.spi.FileFailure;
import quire.ranking.LatestUsed;

/** The vectors that are known: the latest ones in memory, all others in the user's file. */
final class VectorCache {
  private static final int MOST_IN_MEMORY = 2_000;

  /** How long a vector waits for other processes to have written theirs. */
  private static final Duration PATIENCE = Duration.ofMillis(20);

  private final Optional<Path> path;
  private final Clock clock;
  private final Consumer<String> log;
  private final Map<Key, Vector> latest = new LatestUsed<>(MOST_IN_MEMORY);
  private volatile @Nullable VectorFile file;
  private boolean opened;
  private boolean told;

  /**
   * @param path the file, if there is a place for it
   * @param log takes what is wrong, once
   */
  VectorCache(Optional<Path> path, Clock clock, Consumer<String> log) {
    this.path = path;
    this.clock = clock;
    this.log = log;
  }

  /** {@return the vector of a text, if it is in memory or in what was read of the file} */
  Optional<Vector> find(Key key) {
    synchronized (latest) {
      Vector known = latest.get(key);
      if (known != null) {
        return Optional.of(known);
      }
    }
    VectorFile keeping = file;
    if (keeping == null) {
      return Optional.empty();
    }
    try {
      Optional<Vector> written = keeping.find(key);
      written.ifPresent(vector -> remember(key, vector));
      return written;
    } catch (IOException e) {
      failed(e);
      return Optional.empty();
    }
  }

  /** {@return the vector of a text, if any process wrote it} Reads what was not read yet. */
  Optional<Vector> readOnAndFind(Key key) {
    Optional<Vector> known = find(key);
    if (known.isPresent()) {
      return known;
    }
    readOn();
    return find(key);
  }

  /** Reads which texts the file has; nobody who asks for one waits for that. */
  void readOn() {
    try {
      VectorFile keeping = opened();
      if (keeping != null) {
        keeping.readOn();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Keeps a vector in memory. */
  void remember(Key key, Vector vector) {
    synchronized (latest) {
      latest.put(key, vector);
    }
  }

  /**
   * Keeps a vector, in memory if the file does not take it. May wait for others who write.
   *
   * @param takenIn when the text was read, in milliseconds
   */
  void add(Key key, Vector vector, long takenIn) {
    remember(key, vector);
    try {
      VectorFile keeping = opened();
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (keeping != null && !keeping.add(key, vector, takenIn) && System.nanoTime() < end) {
        LockSupport.parkNanos(PATIENCE.toNanos() / 20);
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private synchronized @Nullable VectorFile opened() throws IOException {
    if (!opened && path.isPresent()) {
      opened = true;
      file = null;
      file = VectorFile.open(path.get(), clock);
    }
    return file;
  }

  private synchronized void failed(IOException failure) {
    if (failure instanceof ClosedChannelException) {
      file = null;
      opened = false; // a thread was interrupted while it read, which closes the file for all
      return;
    }
    if (!told) {
      told = true;
      log.accept(
          "Cannot keep what facts mean in %s: %s; they are found by meaning all the same, at more cost in each process. See quire doctor"
              .formatted(path.orElseThrow(), FileFailure.told(failure)));
    }
  }
}
