package quire.cli.stores;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import quire.api.MemoryStore;
import quire.cli.settings.Settings;
import quire.resilience.Patience;
import quire.resilience.RetryingMemoryStore;

/** Opens the configured store, ready for calls. */
public final class StoreOpener {
  private final Clock clock;
  private final Consumer<String> notices;

  /**
   * @param notices takes what people should know but what is no failure
   */
  public StoreOpener(Clock clock, Consumer<String> notices) {
    this.clock = clock;
    this.notices = notices;
  }

  /** {@return the store; the caller closes it} */
  public MemoryStore open(Settings settings) {
    Patience patience =
        new Patience(
            settings.callDeadline(),
            Patience.STANDARD.firstPause(),
            Patience.STANDARD.longestPause());
    MemoryStore store =
        new RetryingMemoryStore(settings.provider().open(settings.store(), clock), patience);
    settings.importFrom().ifPresent(source -> takeOver(source, settings, store));
    return store;
  }

  private void takeOver(Path source, Settings settings, MemoryStore store) {
    try {
      new JsonlImport(source, settings, clock, notices).into(store);
    } catch (RuntimeException failure) {
      store.close();
      throw failure;
    }
  }
}
