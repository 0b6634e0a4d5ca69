package quire.cli.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import quire.api.MemoryStore;
import quire.api.StoreRefusedException;
import quire.api.spi.OwnFolder;
import quire.cli.base.Notices;
import quire.cli.intake.BroughtTime;
import quire.cli.intake.JsonlImport;
import quire.cli.scope.ProjectAndUserStore;
import quire.cli.settings.Settings;
import quire.resilience.Patience;
import quire.resilience.RetryingMemoryStore;
import quire.secrets.SecretGuard;

/** Opens the configured store, ready for calls. */
public final class StoreOpener {
  private final BroughtTime clock;
  private final KnownStores known;
  private final Notices notices;

  public StoreOpener(Clock clock, KnownStores known, Notices notices) {
    this.clock = new BroughtTime(clock);
    this.known = known;
    this.notices = notices;
  }

  /** {@return the clock of every store that is opened here} */
  BroughtTime clock() {
    return clock;
  }

  /** {@return who remembers what the store of these settings holds} */
  public StoreWatch watch(Settings settings) {
    return new StoreWatch(known, settings, clock, notices);
  }

  /**
   * {@return the store; the caller closes it} One that is not there is made by its first write, or
   * at once if there is a former server's file to take over. What gets into it passes a guard
   * against secrets.
   */
  public MemoryStore open(Settings settings) {
    settings
        .passedOver()
        .forEach(doubt -> notices.tell("not believed and passed over: %s".formatted(doubt)));
    watch(settings).missing();
    return SecretGuard.around(unguarded(settings), settings.secrets(), notices::tell);
  }

  /**
   * {@return the store, and where the settings say so the user's own beside it for whoever reads;
   * the caller closes it}
   */
  public MemoryStore openInScope(Settings settings) {
    Optional<Settings> along = settings.along();
    if (along.isEmpty()) {
      return open(settings);
    }
    Settings users = along.get();
    notices.repeat(
        "Reads answer from two memories: this project's, and the user's own (%s), of which each answer names what it took as \"user\". Writes and recent_changes are the project's alone"
            .formatted(users.address()));
    return new ProjectAndUserStore(open(settings), users.address(), () -> unguarded(users));
  }

  /** {@return the store, whose writes tell a person at a terminal for whom they wait} */
  MemoryStore telling(MemoryStore store, Settings settings) {
    if (!Boolean.getBoolean("quire.terminal.output")) {
      return store;
    }
    Supplier<Optional<ProcessHandle>> writer = () -> settings.provider().writer(settings.store());
    return new WaitingLine(writer, settings.store().location(), notices::tell).around(store);
  }

  private MemoryStore unguarded(Settings settings) {
    if (settings.provider().wouldMake(settings.store()) && !JsonlImport.isDue(settings)) {
      return new UnmadeStore(settings, () -> made(settings));
    }
    return made(settings);
  }

  private MemoryStore made(Settings settings) {
    if (settings.provider().wouldMake(settings.store())) {
      watch(settings).begins();
    }
    prepare(settings);
    Patience patience =
        new Patience(
            settings.callDeadline(),
            Patience.STANDARD.firstPause(),
            Patience.STANDARD.longestPause());
    MemoryStore store = new RetryingMemoryStore(opened(settings), patience);
    settings
        .importFrom()
        .ifPresent(
            source ->
                takeOver(
                    source,
                    settings,
                    SecretGuard.around(store, settings.secrets(), notices::tell)));
    return store;
  }

  private MemoryStore opened(Settings settings) {
    try {
      return settings.provider().open(settings.store(), clock);
    } catch (IllegalArgumentException wrongOption) {
      throw new StoreRefusedException(
          "Cannot open the store %s: %s. Nothing was opened; correct the setting in [%s], see: quire where"
              .formatted(
                  settings.store().location(), wrongOption.getMessage(), settings.provider().id()),
          wrongOption);
    }
  }

  /** Makes ready the folder that a store is in, if it is Quire's own. */
  static void prepare(Settings settings) {
    settings.place().flatMap(OwnFolder::around).ifPresent(own -> prepare(own, settings));
  }

  private static void prepare(OwnFolder own, Settings settings) {
    try {
      if (settings.provider().wouldMake(settings.store())) {
        own.make();
      } else {
        own.hideFromGit();
      }
    } catch (IOException unwritable) {
      // What that means for the store is the backend's to say; what git sees, the doctor's.
    }
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
