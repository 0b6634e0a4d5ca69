package quire.conformance;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import quire.api.MemoryStore;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreFolders;
import quire.api.spi.StoreSettings;

/**
 * Passes for another provider and opens its stores otherwise.
 *
 * @param opening opens what tests see
 */
public record DecoratingProvider(
    MemoryStoreProvider provider, BiFunction<StoreSettings, Clock, MemoryStore> opening)
    implements MemoryStoreProvider {

  /**
   * Puts something around each store.
   *
   * @param decorator gets the opened store, and gives the one that tests see
   */
  public DecoratingProvider(MemoryStoreProvider provider, UnaryOperator<MemoryStore> decorator) {
    this(provider, (settings, clock) -> decorator.apply(provider.open(settings, clock)));
  }

  @Override
  public String id() {
    return provider.id();
  }

  @Override
  public Set<String> options() {
    return provider.options();
  }

  @Override
  public String location(String written, StoreFolders folders) {
    return provider.location(written, folders);
  }

  @Override
  public String usualLocation(StoreFolders folders) {
    return provider.usualLocation(folders);
  }

  @Override
  public boolean exists(StoreSettings settings) {
    return provider.exists(settings);
  }

  @Override
  public List<Path> files(StoreSettings settings) {
    return provider.files(settings);
  }

  @Override
  public Optional<StoreSettings> scratch(Path folder) {
    return provider.scratch(folder);
  }

  @Override
  public boolean make(StoreSettings settings) {
    return provider.make(settings);
  }

  @Override
  public MemoryStore open(StoreSettings settings, Clock clock) {
    return opening.apply(settings, clock);
  }
}
