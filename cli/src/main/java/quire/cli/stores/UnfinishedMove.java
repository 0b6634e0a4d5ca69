package quire.cli.stores;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.api.spi.Relocatable;
import quire.cli.base.Flags;
import quire.cli.base.Notices;
import quire.cli.base.Surroundings;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;
import quire.cli.settings.StoreSwitch;

/**
 * Finishes a move that was killed between its decision, the mark in the old store, and its last
 * step, the file that names the store. Before the decision there is nothing to finish: the old
 * store is in force.
 */
public final class UnfinishedMove {
  private final KnownStores known;
  private final SettingsReader reader;
  private final Surroundings surroundings;
  private final Notices notices;

  public UnfinishedMove(
      KnownStores known, SettingsReader reader, Surroundings surroundings, Notices notices) {
    this.known = known;
    this.reader = reader;
    this.surroundings = surroundings;
    this.notices = notices;
  }

  /** {@return the settings in force, after a move of their store that was cut off was finished} */
  public Settings finished(Settings settings) {
    Optional<String> target = known.begunMove(settings.address());
    return target.isPresent() && isMoved(settings, target.get())
        ? switched(settings, target.get())
        : settings;
  }

  private static boolean isMoved(Settings settings, String target) {
    if (settings.provider().wouldMake(settings.store())) {
      return false;
    }
    try (MemoryStore store = settings.provider().open(settings.store(), Clock.systemUTC())) {
      return store instanceof Relocatable old && old.movedTo().equals(Optional.of(target));
    } catch (StoreException | IllegalArgumentException unusable) {
      return false; // Whoever opens it is told.
    }
  }

  private Settings switched(Settings settings, String target) {
    Flags project = new Flags(Optional.empty(), settings.project().map(found -> found.root()));
    Settings named = reader.read(new Flags(Optional.of(target), project.project()));
    StoreSwitch file;
    try {
      file = StoreSwitch.of(settings, surroundings);
      file.to(named);
    } catch (IOException | RuntimeException unwritable) {
      return settings; // The store itself says where it has moved to.
    }
    known.endMove(settings.address());
    notices.tell(
        "finished the move of %s to %s, which had been cut off: %s names the new place now"
            .formatted(settings.address(), target, file.file()));
    return reader.read(project);
  }
}
