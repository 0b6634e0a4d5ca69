package quire.cli.added;

import java.util.List;
import quire.api.spi.MemoryStoreProvider;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.cli.settings.SettingsReader;
import quire.cli.stores.StoreOpener;

/** What commands are made of. */
public record CommandParts(
    Output output,
    Surroundings surroundings,
    List<MemoryStoreProvider> backends,
    SettingsReader reader,
    StoreOpener opener) {
  public CommandParts {
    backends = List.copyOf(backends);
  }
}
