package quire.api.spi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens stores of which each is one file or one folder of this machine. */
public interface LocalStoreProvider extends MemoryStoreProvider {
  /** {@return the file or folder that a location means} */
  static Path place(StoreSettings settings) {
    return Path.of(settings.location());
  }

  /** {@return the name of a project's usual store inside its {@code .quire} folder} */
  default String usualName() {
    return id();
  }

  /** {@return an absolute path: {@code ~/} is the home, a relative name is below the base} */
  @Override
  default String location(String written, StoreFolders folders) {
    return new WrittenPath(written).in(folders).toString();
  }

  @Override
  default String usualLocation(StoreFolders folders) {
    return folders
        .project()
        .map(root -> root.resolve(".quire"))
        .orElse(folders.data())
        .resolve(usualName())
        .toString();
  }

  @Override
  default boolean exists(StoreSettings settings) {
    return Files.exists(place(settings));
  }

  @Override
  default List<Path> files(StoreSettings settings) {
    return List.of(place(settings));
  }

  @Override
  default Optional<StoreSettings> scratch(Path folder) {
    return Optional.of(StoreSettings.at(folder.resolve(usualName())));
  }
}
