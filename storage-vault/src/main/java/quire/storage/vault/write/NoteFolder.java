package quire.storage.vault.write;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import quire.api.StoreRefusedException;
import quire.storage.vault.tree.VaultPlaces;

/**
 * A folder of the vault, opened for the files in it. No link is followed on the way to it and none
 * in it, so that no name leads a write out of the vault.
 */
sealed interface NoteFolder extends AutoCloseable permits HeldFolder, NamedFolder {
  /**
   * Opens a folder.
   *
   * @param folder its path below the root with a slash behind each part; empty for the root
   * @throws NoSuchFileException if it is not there
   * @throws StoreRefusedException if a part of the path is a link or no folder
   */
  @SuppressWarnings("StreamResourceLeak") // it stays open as the folder that is held
  static NoteFolder open(VaultPlaces places, String folder) throws IOException {
    DirectoryStream<Path> root = Files.newDirectoryStream(places.root());
    if (root instanceof SecureDirectoryStream<Path> held) {
      return HeldFolder.open(places, held, folder);
    }
    root.close();
    return NamedFolder.open(places, folder);
  }

  static StoreRefusedException leadsOut(VaultPlaces places, String folder, IOException cause) {
    return new StoreRefusedException(
        "The folder %s leads out of the vault or is no folder; nothing was written. Replace it by a folder"
            .formatted(places.root().resolve(folder)),
        cause);
  }

  /** {@return the path by which it was opened} */
  Path path();

  /**
   * Proves that the path still leads here, so that what is written here is found there.
   *
   * @throws DisturbedException if the folder was moved or exchanged meanwhile
   */
  void checkPlace() throws IOException, DisturbedException;

  /** {@return a new file, which there must not be yet, to be written} */
  FileChannel create(String name) throws IOException;

  /** {@return a file to be read, which must not be a link} */
  FileChannel read(String name) throws IOException;

  /** {@return what the file system says of a file, or of the link if it is one} */
  BasicFileAttributes attributes(String name) throws IOException;

  /** {@return who may do what with a file; empty where the system knows no such thing} */
  Set<PosixFilePermission> permissions(String name) throws IOException;

  void permit(String name, Set<PosixFilePermission> permissions) throws IOException;

  /** Gives a file of this folder a name in another one; what had that name is gone. */
  void move(String name, NoteFolder target, String newName) throws IOException;

  void deleteIfExists(String name) throws IOException;

  /** Makes the names in this folder survive a power cut. */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
