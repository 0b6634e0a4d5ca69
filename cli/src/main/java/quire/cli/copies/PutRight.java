package quire.cli.copies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import quire.api.Author;
import quire.api.Limits;
import quire.api.MemoryStore;
import quire.api.StoreRefusedException;
import quire.api.spi.StoreSettings;
import quire.cli.settings.Settings;
import quire.cli.stores.Backups;
import quire.resilience.Patience;
import quire.resilience.RetryingMemoryStore;

/**
 * Makes the graph of a store that is in use that of a backup. One write does it, so every server
 * sees the old graph or the new one, whatever happens to this process, and an undo takes it back.
 * What the store held is backed up first.
 */
final class PutRight implements AutoCloseable {
  private static final Author PERSON = new Author("quire restore", "terminal");

  /** Others may write between the plan and the write; then it is planned anew. */
  private static final int ATTEMPTS = 10;

  private final Settings target;
  private final Archive archive;
  private final Backups backups;
  private final Clock clock;
  private final MemoryStore store;
  private Optional<Path> kept = Optional.empty();
  private int removed;
  private int added;
  private boolean disturbed;

  PutRight(Settings target, Archive archive, Backups backups, Clock clock) {
    this.target = target;
    this.archive = archive;
    this.backups = backups;
    this.clock = clock;
    this.store =
        new RetryingMemoryStore(
            target.provider().open(wide(target.store()), clock), Patience.STANDARD);
  }

  /** What was in a store may come back to it in one call, however much it is. */
  private static StoreSettings wide(StoreSettings settings) {
    Limits limits = settings.limits();
    return new StoreSettings(
        settings.location(),
        settings.durability(),
        new Limits(limits.nameCodePoints(), limits.observationBytes(), Integer.MAX_VALUE),
        settings.options(),
        settings.patience());
  }

  Return plan() throws IOException {
    return Return.of(store, archive);
  }

  /**
   * Backs up what is there, and changes it.
   *
   * @throws StoreRefusedException if others write so much that no plan holds; nothing was changed
   */
  void carryOut() throws IOException {
    keep();
    int attempt = 1;
    while (!isDone(attempt)) {
      attempt++;
    }
  }

  private void keep() throws IOException {
    backups.makeFolder();
    Instant now = clock.instant();
    while (Files.exists(backups.at(now))) {
      now = now.plus(Duration.ofSeconds(1));
    }
    Path file = backups.at(now);
    var _ = ArchiveWriter.toFile(store, target.address(), now, file, UnaryOperator.identity());
    kept = Optional.of(file);
  }

  private boolean isDone(int attempt) throws IOException {
    Return plan = plan();
    try {
      store.amend(plan.amendment(), PERSON);
    } catch (StoreRefusedException overtaken) {
      if (attempt == ATTEMPTS) {
        throw new StoreRefusedException(
            "Cannot restore %s: others write all the time, and each plan was overtaken; nothing was changed. End its servers (quire ps) and try again"
                .formatted(target.address()),
            overtaken);
      }
      return false;
    }
    removed = plan.going().size();
    added = plan.coming().size();
    disturbed = !plan().isNothing();
    return true;
  }

  /** {@return where the backup of what was there is} */
  Optional<Path> kept() {
    return kept;
  }

  int removed() {
    return removed;
  }

  int added() {
    return added;
  }

  /** {@return whether others have written since} */
  boolean isDisturbed() {
    return disturbed;
  }

  @Override
  public void close() {
    store.close();
  }
}
