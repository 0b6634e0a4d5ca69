package quire.storage.vault.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads many notes at once. A disk answers many questions in the time of one, so there are more
 * threads than processors; what is read is taken over meanwhile, by the caller's thread alone.
 */
final class FirstReading {
  private static final int THREADS = 16;
  private static final int BATCH = 50;
  private static final int BATCHES_AHEAD = 4 * THREADS;

  private final Function<String, Optional<Note>> reader;
  private final Consumer<Note> index;
  private final Queue<CompletableFuture<List<Note>>> ahead = new ArrayDeque<>();

  private FirstReading(Function<String, Optional<Note>> reader, Consumer<Note> index) {
    this.reader = reader;
    this.index = index;
  }

  /** Reads the notes at these paths and hands them to the index in the same order. */
  static void read(
      Collection<String> paths, Function<String, Optional<Note>> reader, Consumer<Note> index) {
    FirstReading reading = new FirstReading(reader, index);
    List<String> all = List.copyOf(paths);
    if (all.size() <= BATCH) {
      reading.notes(all).forEach(index);
      return;
    }
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(THREADS, all.size() / BATCH + 1))) {
      for (int from = 0; from < all.size(); from += BATCH) {
        List<String> batch = all.subList(from, Math.min(from + BATCH, all.size()));
        reading.ahead.add(CompletableFuture.supplyAsync(() -> reading.notes(batch), threads));
        reading.takeOver(BATCHES_AHEAD);
      }
      reading.takeOver(0);
    }
  }

  private List<Note> notes(List<String> paths) {
    List<Note> notes = new ArrayList<>(paths.size());
    paths.forEach(path -> reader.apply(path).ifPresent(notes::add));
    return notes;
  }

  /** Bounded, because notes that nobody has taken over yet fill the memory. */
  private void takeOver(int batchesLeft) {
    while (ahead.size() > batchesLeft) {
      ahead.remove().join().forEach(index);
    }
  }
}
