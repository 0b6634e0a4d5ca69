package quire.storage.vault.write;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.StoreRefusedException;
import quire.storage.vault.log.StateFile;

/**
 * Makes the folder of a vault's state and finds out that it belongs to this user alone: who can
 * write there can forge what a write was about to do.
 */
final class StateFolder {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final String SUPERUSER = "root";

  private StateFolder() {}

  /** Makes the folder and those above it where they are missing. */
  static void prepare(Path state) throws IOException {
    Path vaults = state.resolveSibling("");
    make(vaults);
    make(state);
    check(state);
  }

  private static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (StateFile.isPosix(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    } else {
      Files.createDirectories(folder);
    }
  }

  /** Finds out whose the folders are that hold the state. */
  private static void check(Path state) throws IOException {
    Path vaults = state.resolveSibling("");
    Path base = vaults.resolveSibling("");
    if (!StateFile.isPosix(state)) {
      return;
    }
    Optional<UserPrincipal> self = self();
    if (self.isEmpty()) {
      return; // the system does not say who we are
    }
    checkOwner(base, self.get(), true);
    for (Path folder : List.of(vaults, state)) {
      checkOwner(folder, self.get(), false);
    }
    PosixFileAttributes attributes = attributes(state);
    if (!attributes.permissions().equals(PRIVATE)) {
      Files.setPosixFilePermissions(state, PRIVATE); // it tells of a memory: as private as one
    }
  }

  private static PosixFileAttributes attributes(Path folder) throws IOException {
    return Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void checkOwner(Path folder, UserPrincipal self, boolean baseOfAll)
      throws IOException {
    PosixFileAttributes attributes =
        baseOfAll ? Files.readAttributes(folder, PosixFileAttributes.class) : attributes(folder);
    if (!attributes.isDirectory()) {
      throw new StoreRefusedException(
          "The state folder %s is a link or no folder; nothing was changed. Replace it by a folder, or set the option state-dir to a folder of yours"
              .formatted(folder));
    }
    UserPrincipal owner = attributes.owner();
    boolean trusted = owner.equals(self) || (baseOfAll && owner.getName().equals(SUPERUSER));
    if (!trusted) {
      throw new StoreRefusedException(
          "The state folder %s belongs to another user (%s), who could change what is written to the vault; nothing was changed. Set the option state-dir to a folder of yours"
              .formatted(folder, owner.getName()));
    }
  }

  /** Linux shows whose a process is; elsewhere the user's name is looked up. */
  private static Optional<UserPrincipal> self() {
    Path process = Path.of("/proc/self");
    try {
      return Optional.of(
          Files.isDirectory(process)
              ? Files.getOwner(process)
              : process
                  .getFileSystem()
                  .getUserPrincipalLookupService()
                  .lookupPrincipalByName(System.getProperty("user.name")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Makes a folder inside the state folder. */
  static Path inside(Path folder) throws IOException {
    try {
      if (StateFile.isPosix(folder)) {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
      } else {
        Files.createDirectory(folder);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new StoreRefusedException(
            "%s is a link or a file, not a folder of Quire's own; nothing was changed. Remove it"
                .formatted(folder),
            e);
      }
    }
    return folder;
  }
}
