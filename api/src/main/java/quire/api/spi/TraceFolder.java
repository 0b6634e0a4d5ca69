package quire.api.spi;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of {@link Traces} lie, among a user's caches. An installation without the module
 * that makes them knows them by their names.
 *
 * @param caches the folder of the user's caches, which programs share
 */
public record TraceFolder(Path caches) {
  private static final String FILES = "vectors-";

  /** {@return empty if nothing says where this user's files are} */
  public static Optional<TraceFolder> ofThisUser() {
    return of(
        System.getenv(), System.getProperty("user.home", ""), System.getProperty("os.name", ""));
  }

  /**
   * @param listed the user's folder as the list of users says it
   * @param system the operating system's name as Java tells it
   */
  public static Optional<TraceFolder> of(
      Map<String, String> variables, String listed, String system) {
    if (system.startsWith("Windows")) {
      return absolute(variables.get("LOCALAPPDATA"))
          .or(() -> absolute(listed).map(home -> home.resolve("AppData/Local")))
          .map(TraceFolder::new);
    }
    Optional<Path> home = absolute(variables.get("HOME")).or(() -> absolute(listed));
    if (system.startsWith("Mac")) {
      return home.map(folder -> new TraceFolder(folder.resolve("Library/Caches")));
    }
    return absolute(variables.get("XDG_CACHE_HOME"))
        .or(() -> home.map(folder -> folder.resolve(".cache")))
        .map(TraceFolder::new);
  }

  /** A relative place would be another one in each process. */
  private static Optional<Path> absolute(@Nullable String folder) {
    try {
      return Optional.ofNullable(folder)
          .filter(named -> !named.isBlank())
          .map(Path::of)
          .filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * {@return the file of the vectors of a model}
   *
   * @param model what tells it from all others
   */
  public Path file(String model) {
    return folder().resolve(FILES + model);
  }

  private Path folder() {
    return caches.resolve("quire");
  }

  /**
   * {@return all files of vectors that are there, of any model} Who used another one before has not
   * forgotten what it read.
   */
  public List<Path> files() {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder(), FILES + "*")) {
      List<Path> files = new ArrayList<>();
      for (Path file : all) {
        if (Files.isRegularFile(file)) {
          files.add(file);
        }
      }
      Collections.sort(files);
      return files;
    } catch (IOException | DirectoryIteratorException none) {
      return List.of();
    }
  }
}
