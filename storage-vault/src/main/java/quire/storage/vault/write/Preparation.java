package quire.storage.vault.write;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import quire.storage.vault.tree.TreeWatcher;

/**
 * Writes the contents of many notes beside them, several at once: each is forced to the disk by
 * itself, and a disk forces sixteen files in hardly more time than one.
 */
final class Preparation {
  private static final int THREADS = 16;

  private final NoteFiles files;
  private final List<NoteChange> changes;
  private final String nonce;
  private final TreeWatcher watcher;
  private final Map<Integer, BasicFileAttributes> prepared = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private Preparation(
      NoteFiles files, List<NoteChange> changes, String nonce, TreeWatcher watcher) {
    this.files = files;
    this.changes = changes;
    this.nonce = nonce;
    this.watcher = watcher;
  }

  /**
   * Prepares all of them, as {@link NoteFiles#prepare} does one. When this returns or fails,
   * nothing goes on.
   *
   * @param watcher reports what is written, and must not be left to report too much at once
   * @return the files that were written, by the number of the change
   */
  static Map<Integer, BasicFileAttributes> of(
      NoteFiles files, List<NoteChange> changes, String nonce, TreeWatcher watcher)
      throws IOException, DisturbedException {
    Preparation preparation = new Preparation(files, changes, nonce, watcher);
    preparation.workAtOnce();
    preparation.rethrow();
    return preparation.prepared;
  }

  /** Waits for all of it, even if the caller's thread is interrupted. */
  private void workAtOnce() {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      IntStream.range(0, THREADS)
          .mapToObj(i -> CompletableFuture.runAsync(this::work, threads))
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  /** Takes one after the other of those that nobody has taken, until one fails. */
  private void work() {
    int number = next.getAndIncrement();
    while (number < changes.size() && failure.get() == null) {
      prepare(number);
      number = next.getAndIncrement();
    }
  }

  /** What fails, an error included, is told by the caller's thread. */
  private void prepare(int number) {
    try {
      files
          .prepare(changes.get(number), nonce, number)
          .ifPresent(attributes -> prepared.put(number, attributes));
      watcher.gather();
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  private void rethrow() throws IOException, DisturbedException {
    Throwable failed = failure.get();
    if (failed instanceof IOException e) {
      throw e;
    } else if (failed instanceof DisturbedException e) {
      throw e;
    } else if (failed instanceof RuntimeException e) {
      throw e;
    } else if (failed instanceof Error e) {
      throw e;
    }
  }
}
