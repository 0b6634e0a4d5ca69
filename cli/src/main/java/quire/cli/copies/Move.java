package quire.cli.copies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import quire.api.StoreRefusedException;
import quire.cli.settings.Settings;
import quire.resilience.Patience;
import quire.resilience.RetryingMemoryStore;

/**
 * Brings a memory to another place while others go on writing to it. Most is copied beside the
 * writers; then they are kept out for the rest, for the comparison, and for the mark in the old
 * store. The mark is the decision: before it the old store is in force and whole, after it the new
 * one is.
 */
final class Move {
  /** Writers are patient for less; whoever moves a memory has the time to wait for its turn. */
  private static final Patience PATIENCE =
      new Patience(
          Duration.ofSeconds(60), Patience.STANDARD.firstPause(), Patience.STANDARD.longestPause());

  private final Settings source;
  private final Settings target;
  private long entities;

  Move(Settings source, Settings target) {
    this.source = source;
    this.target = target;
  }

  /**
   * Copies, compares, and marks the old store.
   *
   * @param decided runs before the mark, when the new store is known to be equal
   * @throws StoreRefusedException if the new store is not equal; the old one is in force
   */
  Comparison carryOut(Runnable decided) {
    try (RetryingMemoryStore old =
            new RetryingMemoryStore(
                source.provider().open(source.store(), Clock.systemUTC()), PATIENCE);
        Filling filling = new Filling(target.provider(), Copying.forFilling(target))) {
      long done;
      try (OpenStore whole = new OpenStore(old)) {
        filling.calls(whole, source.address());
        done = whole.last();
      }
      Last last = new Last(old, filling, done, decided);
      old.moveTo(target.address(), last);
      return last.comparison();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  long entities() {
    return entities;
  }

  /** What is done while nobody can write to the old store. */
  private final class Last implements Runnable {
    private final RetryingMemoryStore old;
    private final Filling filling;
    private final long done;
    private final Runnable decided;
    private Optional<Comparison> comparison = Optional.empty();

    Last(RetryingMemoryStore old, Filling filling, long done, Runnable decided) {
      this.old = old;
      this.filling = filling;
      this.done = done;
      this.decided = decided;
    }

    Comparison comparison() {
      return comparison.orElseThrow();
    }

    @Override
    public void run() {
      try {
        try (OpenStore later = new OpenStore(old, done)) {
          filling.rest(later);
        }
        Comparison compared;
        try (OpenStore one = new OpenStore(old);
            OpenStore other = new OpenStore(filling.store())) {
          compared = Comparison.of(one, other, true);
        }
        comparison = Optional.of(compared);
        entities = filling.entities();
        if (compared.count() > 0) {
          throw differs(compared);
        }
        filling.close();
        flush(target.provider().files(target.store()));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      decided.run();
    }
  }

  private StoreRefusedException differs(Comparison comparison) {
    return new StoreRefusedException(
        "Cannot move %s to %s: what was copied is not the same (%s; the first: %s). Nothing was switched; the old store is in force. Delete what was copied and try again"
            .formatted(
                source.address(),
                target.address(),
                comparison.verdict(),
                comparison.differences().getFirst()));
  }

  /** The store was filled without waiting for the disk; from now on it is the only one in force. */
  private static void flush(List<Path> places) throws IOException {
    for (Path place : places) {
      if (Files.exists(place)) {
        List<Path> all;
        try (Stream<Path> found = Files.walk(place)) {
          all = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : all) {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
          }
        }
      }
    }
  }
}
