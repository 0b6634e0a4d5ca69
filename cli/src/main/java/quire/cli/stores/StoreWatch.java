package quire.cli.stores;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import quire.api.MemoryStore;
import quire.api.StoreDescription;
import quire.api.StoreException;
import quire.cli.base.Notices;
import quire.cli.settings.Settings;

/** Remembers what a store holds, beside the calls, and says when one that was known is gone. */
public final class StoreWatch {
  private final KnownStores known;
  private final Settings settings;
  private final Clock clock;
  private final Notices notices;
  private long noted = -1;

  StoreWatch(KnownStores known, Settings settings, Clock clock, Notices notices) {
    this.known = known;
    this.settings = settings;
    this.clock = clock;
    this.notices = notices;
  }

  /** Says if a store that was here is gone. */
  void missing() {
    Optional<KnownStore> lost = known.missed(settings);
    if (lost.isPresent()) {
      notices.keep(text(lost.get(), settings, known));
    } else if (settings.provider().wouldMake(settings.store())) {
      String backup = known.backups(settings).restoring();
      if (!backup.isEmpty()) {
        notices.keep(
            "There is no store " + settings.address() + " now; an empty one begins. " + backup);
      }
    }
  }

  /** Another store is about to be made at this place. */
  void begins() {
    known.lose(settings.address());
  }

  /**
   * Remembers what the store holds now, unless nothing was written since.
   *
   * @return how long that took
   */
  public synchronized Duration note(MemoryStore store) {
    long start = System.nanoTime();
    try {
      if (!settings.provider().wouldMake(settings.store()) && store.lastSequence() != noted) {
        // Read first: what another process notes meanwhile may be more than is counted here.
        Optional<KnownStore> before = known.last(settings.address());
        StoreDescription description = store.describe();
        note(before, KnownStore.of(settings, description, clock.instant()));
      }
    } catch (StoreException unreachable) {
      // Whoever calls the store is told.
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void note(Optional<KnownStore> before, KnownStore now) {
    if (before.filter(store -> store.isLostIn(now)).isPresent()) {
      begins();
      missing();
    }
    known.note(now);
    noted = now.sequence();
  }

  /** {@return what is to be said of a store that is gone, in one line} */
  public static String text(KnownStore lost, Settings settings, KnownStores known) {
    String backup = known.backups(settings).restoring();
    return "The store %s that held %s is gone (deleted, moved, or on a disk that is not there); another one begins in its place. To go on with it, end all servers of this store and put the file back from where it is now%s. To be told no more of it, delete %s%s"
        .formatted(
            lost.address(),
            lost.text(),
            backup.isEmpty() ? " or from a backup" : "",
            known.noteOfLoss(settings.address()),
            backup.isEmpty() ? "" : ". " + backup);
  }
}
