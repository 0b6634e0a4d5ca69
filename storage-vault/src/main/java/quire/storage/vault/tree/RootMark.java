package quire.storage.vault.tree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import quire.api.StoreUnavailableException;

/**
 * Which folder a vault is, beyond its path: another one may be mounted there or take its name while
 * processes have the vault open.
 */
public final class RootMark {
  private static final int LONGEST_MARK = 4096;

  private final Path root;
  private final Path sentinel;
  private final Optional<Object> folder;
  private final byte[] content;
  private volatile Look known;

  /** What the file system says of the mark; as long as it says the same, it is the same. */
  private record Look(Optional<Object> key, long size, long modified) {
    // Not equals(): the generated one makes classes at the first read (docs/start.md).
    boolean isSame(Look other) {
      return size == other.size && modified == other.modified && key.equals(other.key);
    }
  }

  private RootMark(Path root, Path sentinel, Optional<Object> folder, byte[] content, Look known) {
    this.root = root;
    this.sentinel = sentinel;
    this.folder = folder;
    this.content = content;
    this.known = known;
  }

  static RootMark of(Path root) throws IOException {
    Path sentinel = root.resolve(VaultPlaces.SENTINEL);
    Look look = look(sentinel);
    return new RootMark(root, sentinel, key(root), content(sentinel), look);
  }

  private static Optional<Object> key(Path path) throws IOException {
    return Optional.ofNullable(
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey());
  }

  private static Look look(Path sentinel) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(sentinel, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new Look(
        Optional.ofNullable(attributes.fileKey()),
        attributes.size(),
        attributes.lastModifiedTime().toMillis());
  }

  private static byte[] content(Path sentinel) throws IOException {
    try (InputStream in = Files.newInputStream(sentinel, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(LONGEST_MARK);
    }
  }

  /**
   * Proves that the path still leads to the vault that was opened.
   *
   * @throws StoreUnavailableException if it leads to another one or to none
   */
  public void check() {
    boolean same;
    try {
      same = isFolder(key(root)) && isMark();
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "The vault %s is gone or not mounted: %s is missing. Nothing was changed; calls work again once the folder is back"
              .formatted(root, VaultPlaces.SENTINEL),
          e);
    }
    if (!same) {
      throw new StoreUnavailableException(
          "Another folder than the vault that was opened is at %s now (renamed, restored or mounted over it); nothing was read or written. Calls work again once the former folder is back; to use the one that is there now, start this program again"
              .formatted(root));
    }
  }

  /** {@return whether this is the vault's folder, as the file system tells them apart} */
  public boolean isFolder(Optional<Object> key) {
    return key.equals(folder);
  }

  private boolean isMark() throws IOException {
    Look now = look(sentinel);
    if (now.isSame(known)) {
      return true;
    }
    boolean same = Arrays.equals(content(sentinel), content);
    if (same) {
      known = now; // git or a sync tool wrote it again as it was
    }
    return same;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RootMark mark && mark.root.equals(root) && mark.folder.equals(folder);
  }

  @Override
  public int hashCode() {
    return Objects.hash(root, folder);
  }
}
