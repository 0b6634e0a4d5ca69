package quire.cli.stores;

import java.util.function.Function;
import quire.api.MemoryStore;
import quire.cli.base.Flags;
import quire.cli.base.StoreFlags;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;

/** Gives a command the store that its flags mean, for as long as the command needs it. */
public final class Stores {
  private final SettingsReader reader;
  private final StoreOpener opener;
  private final UnfinishedMove moves;

  public Stores(SettingsReader reader, StoreOpener opener, UnfinishedMove moves) {
    this.reader = reader;
    this.opener = opener;
    this.moves = moves;
  }

  public Settings settings(StoreFlags flags) {
    return settings(flags.flags());
  }

  public Settings settings(Flags flags) {
    Settings settings = reader.read(flags);
    return flags.store().isPresent() ? settings : moves.finished(settings);
  }

  public <T> T use(StoreFlags flags, Function<MemoryStore, T> work) {
    return use(settings(flags), work);
  }

  public <T> T use(Settings settings, Function<MemoryStore, T> work) {
    try (MemoryStore store = opener.open(settings)) {
      T result = work.apply(opener.telling(store, settings));
      opener.watch(settings).note(store);
      return result;
    }
  }
}
