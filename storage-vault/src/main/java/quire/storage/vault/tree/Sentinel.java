package quire.storage.vault.tree;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.api.spi.FileFailure;
import quire.api.spi.OwnFolder;

/** The file that makes a folder a vault. It is written once, by somebody who said so. */
public final class Sentinel {
  private static final String CONTENT = "{\"format\": \"QVF-1\"}\n";

  private Sentinel() {}

  /**
   * Makes a vault of a folder; the folder and those above it need not be there.
   *
   * @return whether it was no vault before
   */
  public static boolean make(Path folder) {
    for (Path outer = folder.getParent(); outer != null; outer = outer.getParent()) {
      if (VaultPlaces.isVault(outer)) {
        throw new StoreRefusedException(
            "%s lies inside the vault %s; nothing was made. Use that vault, with the option folder = \"%s\""
                .formatted(folder, outer, outer.relativize(folder)));
      }
    }
    try {
      // Each is hidden from git before there is anything in it.
      Optional<OwnFolder> around = OwnFolder.around(folder);
      if (around.isPresent()) {
        around.get().make();
      }
      new OwnFolder(folder.resolve(OwnFolder.NAME)).make();
      return create(folder.resolve(VaultPlaces.SENTINEL));
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "Cannot make a vault of %s: %s; it is none. Check that there is room and that you may write there"
              .formatted(folder, FileFailure.text(e)),
          FileFailure.coded(e));
    }
  }

  /**
   * Adds what an older version did not write. A vault that cannot be written is used all the same.
   */
  public static void hideFromGit(Path vault) {
    try {
      new OwnFolder(vault.resolve(OwnFolder.NAME)).hideFromGit();
    } catch (IOException readOnly) {
      // The doctor says what git sees of it.
    }
  }

  private static boolean create(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      Files.writeString(file, CONTENT);
      return true;
    } catch (IOException e) {
      Files.deleteIfExists(file); // an empty one would count
      throw e;
    }
  }
}
