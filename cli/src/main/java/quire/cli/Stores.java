package quire.cli;

import java.util.function.Function;
import quire.api.MemoryStore;

/** Gives a command the store that its flags mean, for as long as the command needs it. */
final class Stores {
  private final SettingsReader reader;
  private final StoreOpener opener;

  Stores(SettingsReader reader, StoreOpener opener) {
    this.reader = reader;
    this.opener = opener;
  }

  Settings settings(StoreFlags flags) {
    return reader.read(flags.flags());
  }

  <T> T use(StoreFlags flags, Function<MemoryStore, T> work) {
    try (MemoryStore store = opener.open(settings(flags))) {
      return work.apply(store);
    }
  }
}
