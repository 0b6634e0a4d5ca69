package quire.cli.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import quire.api.MemoryStore;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.conformance.HeapMemoryStoreProvider;

/**
 * Keeps its stores on the heap, each under the name of a file that is there once it is made. A file
 * that is deleted takes its store with it, and one that is moved keeps it.
 */
final class MarkedBackend implements MemoryStoreProvider {
  private static final Map<Object, Path> PLACES = new ConcurrentHashMap<>();

  static void delete(Path store) throws IOException {
    Files.delete(store);
  }

  @Override
  public String id() {
    return "sqlite";
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public boolean wouldMake(StoreSettings settings) {
    return Files.notExists(settings.location());
  }

  @Override
  public MemoryStore open(StoreSettings settings, Clock clock) {
    try {
      if (wouldMake(settings)) {
        Files.createFile(settings.location());
      }
      Object content =
          Files.readAttributes(
                  settings.location(), java.nio.file.attribute.BasicFileAttributes.class)
              .creationTime();
      Path place =
          PLACES.computeIfAbsent(
              content, time -> settings.location().resolveSibling("content-" + PLACES.size()));
      return new HeapMemoryStoreProvider().open(StoreSettings.at(place), clock);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
