package quire.storage.vault;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that makes a folder a vault. It is written once, by somebody who said so. */
final class Sentinel {
  private static final String CONTENT = "{\"format\": \"QVF-1\"}\n";

  private Sentinel() {}

  /** {@return whether the folder was no vault before} */
  static boolean create(Path folder) throws IOException {
    Path file = folder.resolve(VaultPlaces.SENTINEL);
    Files.createDirectories(file.resolveSibling(""));
    try {
      Files.writeString(file, CONTENT, StandardOpenOption.CREATE_NEW);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
