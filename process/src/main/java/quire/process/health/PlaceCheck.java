package quire.process.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;

/** Whether the store lies where processes see each other's locks and nobody replaces its files. */
public record PlaceCheck(Path store) implements HealthCheck {
  private static final Set<String> NETWORKS =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb2",
          "smb3",
          "smbfs",
          "afpfs",
          "webdav",
          "9p",
          "virtiofs",
          "fuse.sshfs",
          "fuse.rclone",
          "drvfs");
  private static final Set<String> SYNCED =
      Set.of(
          "dropbox",
          "onedrive",
          "google drive",
          "googledrive",
          "mobile documents",
          "nextcloud",
          "syncthing",
          "sync",
          "box sync",
          "mega");

  @Override
  public String name() {
    return "store-place";
  }

  @Override
  public Finding run() throws IOException {
    Path folder = SpaceCheck.existing(store).toRealPath();
    return judge(folder, Files.getFileStore(folder).type());
  }

  /** {@return what is to be said of a store in this folder on a file system of this type} */
  static Finding judge(Path folder, String type) {
    if (NETWORKS.contains(type.toLowerCase(Locale.ROOT))) {
      return Finding.fail(
          "%s is on a network or shared file system (%s), where locks do not hold"
              .formatted(folder, type),
          "move the store to a local disk");
    }
    Optional<String> synced =
        Stream.iterate(folder, at -> at != null, Path::getParent)
            .flatMap(at -> Optional.ofNullable(at.getFileName()).stream())
            .map(Path::toString)
            .filter(
                name ->
                    SYNCED.contains(name.toLowerCase(Locale.ROOT)) || name.startsWith("OneDrive"))
            .findFirst();
    return synced
        .map(
            name ->
                Finding.warn(
                    "%s is inside %s, which replaces files behind a program's back"
                        .formatted(folder, name),
                    "move the store out of it, or use a vault, which may be synchronised"))
        .orElseGet(() -> Finding.ok("%s is local (%s)".formatted(folder, type)));
  }
}
