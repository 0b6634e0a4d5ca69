package quire.semantic;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quire.api.spi.FileFailure;

/** The vectors that are known: the latest ones in memory, all others in the user's file. */
final class VectorCache {
  private static final int MOST_IN_MEMORY = 2_000;

  /** How long a vector waits for other processes to have written theirs. */
  private static final Duration PATIENCE = Duration.ofMillis(20);

  private final Path path;
  private final Clock clock;
  private final Consumer<String> log;
  private final Map<Key, Vector> latest =
      new LinkedHashMap<>(16, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Vector> eldest) {
          return size() > MOST_IN_MEMORY;
        }
      };
  private @Nullable VectorFile file;
  private boolean opened;
  private boolean told;

  /**
   * @param log takes what is wrong, once
   */
  VectorCache(Path path, Clock clock, Consumer<String> log) {
    this.path = path;
    this.clock = clock;
    this.log = log;
  }

  Optional<Vector> find(Key key) {
    synchronized (latest) {
      Vector known = latest.get(key);
      if (known != null) {
        return Optional.of(known);
      }
    }
    Optional<Vector> written = written(key);
    written.ifPresent(vector -> remember(key, vector));
    return written;
  }

  private void remember(Key key, Vector vector) {
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
      VectorFile keeping = file();
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (keeping != null && !keeping.add(key, vector, takenIn) && System.nanoTime() < end) {
        LockSupport.parkNanos(PATIENCE.toNanos() / 20);
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private Optional<Vector> written(Key key) {
    try {
      VectorFile keeping = file();
      return keeping == null ? Optional.empty() : keeping.find(key);
    } catch (IOException e) {
      failed(e);
      return Optional.empty();
    }
  }

  private synchronized @Nullable VectorFile file() throws IOException {
    if (!opened) {
      opened = true;
      file = VectorFile.open(path, clock);
    }
    return file;
  }

  private synchronized void failed(IOException failure) {
    if (failure instanceof ClosedChannelException) {
      opened = false; // a thread was interrupted while it read, which closes the file for all
      return;
    }
    if (!told) {
      told = true;
      log.accept(
          "Cannot keep what facts mean in %s: %s; they are found by meaning all the same, at more cost in each process. See quire doctor"
              .formatted(path, FileFailure.told(failure)));
    }
  }
}
