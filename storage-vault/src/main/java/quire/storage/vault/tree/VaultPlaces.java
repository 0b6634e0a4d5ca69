package quire.storage.vault.tree;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import quire.api.StoreUnavailableException;
import quire.api.spi.FileFailure;
import quire.api.spi.LocalStoreProvider;
import quire.api.spi.ShellWord;
import quire.api.spi.StoreSettings;
import quire.text.Fold;

/**
 * Where a vault is and where its lock and log are.
 *
 * @param root the folder that holds the sentinel, as the system itself names it
 * @param folder the part of it that is the store, with forward slashes; empty for all
 * @param state this vault's own directory, outside every vault
 * @param mark which folder the root is, whatever else may take its path
 */
public record VaultPlaces(Path root, String folder, Path state, RootMark mark) {
  static final String SENTINEL = ".quire/vault.json";
  private static final Set<String> REMOTE =
      Set.of(
          "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afpfs", "webdav", "davfs");

  public static VaultPlaces find(StoreSettings settings, VaultOptions options) {
    try {
      Path location = LocalStoreProvider.place(settings).toRealPath();
      Path root = root(location);
      Path state = stateDirectory(options).toAbsolutePath().normalize();
      if (existing(state).toRealPath().startsWith(root)) {
        throw new StoreUnavailableException(
            "Cannot use the vault %s: its state directory %s lies inside it and would be synced; nothing was opened. Set the option state-dir to a local folder elsewhere"
                .formatted(root, state));
      }
      checkLocal(state, options);
      String inner = root.relativize(location).toString().replace('\\', '/');
      String folder = options.folder().isEmpty() ? inner : joined(inner, options.folder());
      return new VaultPlaces(
          root, folder, state.resolve("vaults").resolve(key(root)), RootMark.of(root));
    } catch (NoSuchFileException e) {
      throw new StoreUnavailableException(
          "Cannot open the vault %s: the folder is not there; nothing was created. Mount its disk or mend its name; if there is no vault yet: quire vault init %s"
              .formatted(settings.location(), ShellWord.of(settings.location())),
          FileFailure.coded(e));
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "Cannot open the vault %s: it cannot be reached (%s); nothing was created. Check that the folder is there, or make a vault of it: quire vault init %s"
              .formatted(
                  settings.location(), FileFailure.text(e), ShellWord.of(settings.location())),
          FileFailure.coded(e));
    }
  }

  private static String joined(String outer, String inner) {
    return outer.isEmpty() ? inner : outer + "/" + inner;
  }

  /**
   * {@return the nearest folder upwards that is a vault, so that two ways into one share a lock}
   */
  private static Path root(Path location) {
    for (Path folder = location; folder != null; folder = folder.getParent()) {
      if (isVault(folder)) {
        return folder;
      }
    }
    throw new StoreUnavailableException(
        "%s is no Quire vault: neither it nor a folder above holds %s. Nothing was created. If the folder is the right one and not just unmounted, run: quire vault init %s"
            .formatted(location, SENTINEL, ShellWord.of(location.toString())));
  }

  static boolean isVault(Path folder) {
    return Files.isRegularFile(folder.resolve(SENTINEL));
  }

  private static Path existing(Path path) {
    Path found = path;
    while (!Files.exists(found) && found.getParent() != null) {
      found = found.getParent();
    }
    return found;
  }

  /** {@return the folder of the states of all vaults} */
  public static Path stateDirectory(VaultOptions options) {
    return options.stateDirectory().orElseGet(VaultPlaces::systemStateDirectory);
  }

  private static Path systemStateDirectory() {
    Path home = home();
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.contains("mac")) {
      return home.resolve("Library/Application Support/quire");
    }
    if (system.contains("win")) {
      return environment("LOCALAPPDATA", home.resolve("AppData/Local")).resolve("quire");
    }
    return environment("XDG_STATE_HOME", home.resolve(".local/state")).resolve("quire");
  }

  /** HOME before the list of users, as everywhere; without either, a place that cannot be. */
  private static Path home() {
    String variable = System.getenv().getOrDefault("HOME", "");
    for (String folder : new String[] {variable, System.getProperty("user.home")}) {
      if (!folder.isBlank() && Path.of(folder).isAbsolute()) {
        return Path.of(folder);
      }
    }
    return Path.of("/dev/null/home");
  }

  private static Path environment(String name, Path unless) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? unless : Path.of(value);
  }

  /** {@return the type of the file system with the notes, if it is one of a network} */
  Optional<String> network() {
    try {
      return remote(Files.getFileStore(root));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> remote(FileStore store) {
    String type = store.type().toLowerCase(Locale.ROOT);
    return REMOTE.contains(type) || type.startsWith("fuse.")
        ? Optional.of(store.type())
        : Optional.empty();
  }

  /** Locks on a network do not exclude other machines reliably. */
  private static void checkLocal(Path state, VaultOptions options) throws IOException {
    Optional<String> type = remote(Files.getFileStore(existing(state)));
    if (!options.remoteState() && type.isPresent()) {
      throw new StoreUnavailableException(
          "The state directory %s is on a file system of type %s, where locks may not hold; nothing was opened. Set the option state-dir to a local folder, or allow-remote-state = true if it is local indeed"
              .formatted(state, type.get()));
    }
  }

  private static String key(Path root) {
    String name = Normalizer.normalize(root.toString(), Normalizer.Form.NFC);
    return Digest.of(ignoresCase(root) ? Fold.simple(name) : name).toString();
  }

  /** Asks for the folder by its name in other case; never creates a file to find out. */
  private static boolean ignoresCase(Path root) {
    Path name = root.getFileName();
    if (name == null) {
      return false;
    }
    String text = name.toString();
    String upper = text.toUpperCase(Locale.ROOT);
    String swapped = upper.equals(text) ? text.toLowerCase(Locale.ROOT) : upper;
    try {
      return !swapped.equals(text) && Files.isSameFile(root.resolveSibling(swapped), root);
    } catch (IOException e) {
      return false; // there is no such name: case matters
    }
  }

  /** {@return the file of a note, which no name leads out of the vault} */
  public Path note(String path) {
    return root.resolve(path);
  }

  /** {@return the path below the root, with forward slashes} */
  public String relative(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  /** {@return whether a sync tool has left a mark in place of a note} */
  public boolean hasPlaceholder(String path) {
    Path file = note(path);
    return NotePaths.placeholders(String.valueOf(file.getFileName())).stream()
        .anyMatch(name -> NoteStamp.isPresent(file.resolveSibling(name)));
  }

  /** {@return the folder that is the store} */
  public Path store() {
    return root.resolve(folder);
  }

  /** {@return the file that says where this store has moved to} */
  public Path moveMark() {
    String part = folder.isEmpty() ? "" : "-" + Digest.of(folder);
    return root.resolve(SENTINEL).resolveSibling("moved-to" + part);
  }

  public boolean isInFolder(String path) {
    return folder.isEmpty() || path.startsWith(folder + "/");
  }

  /** {@return why no note can be written here; empty if nothing speaks against it} */
  public Optional<String> obstacle() {
    return Files.isWritable(root)
        ? Optional.empty()
        : Optional.of("the folder %s is read-only for this user".formatted(root));
  }

  /** Proves that the vault is there, and is the one that was opened. */
  public void checkPresent() {
    mark.check();
  }
}
