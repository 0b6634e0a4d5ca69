package quire.cli.copies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;

/** Restores an archive into a store that is thrown away, and says what is not the same in it. */
final class Trial {
  private Trial() {}

  static Comparison of(Archive archive, MemoryStoreProvider provider) throws IOException {
    Path folder = Files.createTempDirectory("quire-trial");
    try {
      StoreSettings settings =
          provider
              .scratch(folder)
              .orElseThrow(
                  () ->
                      new IOException(
                          "The backend %s makes no store on trial; nothing was restored. Name another one with --store"
                              .formatted(provider.id())));
      try (Filling filling = new Filling(provider, settings)) {
        filling.from(archive, archive.file().toString());
        try (OpenStore restored = new OpenStore(filling.store())) {
          return Comparison.of(archive, restored, true);
        }
      }
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
