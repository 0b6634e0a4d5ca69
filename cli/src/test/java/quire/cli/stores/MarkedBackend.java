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
import quire.api.spi.LocalStoreProvider;
import quire.api.spi.StoreSettings;
import quire.conformance.HeapMemoryStoreProvider;

/**
 * Keeps its stores on the heap, each under the name of a file that is there once it is made. A file
 * that is deleted takes its store with it, and one that is moved keeps it.
 */
final class MarkedBackend implements LocalStoreProvider {
  private static final Map<Object, Path> PLACES = new ConcurrentHashMap<>();

  static void delete(Path store) throws IOException {
    Files.delete(store);
  }

  @Override
  public String id() {
    return "sqlite";
  }

  @Override
  public String usualName() {
    return "memory.db";
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public boolean wouldMake(StoreSettings settings) {
    return Files.notExists(LocalStoreProvider.place(settings));
  }

  @Override
  public MemoryStore open(StoreSettings settings, Clock clock) {
    try {
      if (wouldMake(settings)) {
        Files.createFile(LocalStoreProvider.place(settings));
      }
      Object content =
          Files.readAttributes(
                  LocalStoreProvider.place(settings),
                  java.nio.file.attribute.BasicFileAttributes.class)
              .creationTime();
      Path place =
          PLACES.computeIfAbsent(
              content,
              time ->
                  LocalStoreProvider.place(settings).resolveSibling("content-" + PLACES.size()));
      return new HeapMemoryStoreProvider().open(StoreSettings.at(place), clock);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
