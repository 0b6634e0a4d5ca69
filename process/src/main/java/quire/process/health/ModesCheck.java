package quire.process.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.api.spi.ShellWord;

/**
 * Whether others can read a file or folder, and whether it belongs to this user.
 *
 * @param user the user's name
 */
public record ModesCheck(String name, Path path, String user) implements HealthCheck {
  @Override
  public Finding run() throws IOException {
    if (!Files.exists(path)) {
      return Finding.skip(path + " does not exist yet");
    }
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Finding.skip("this file system knows no modes");
    }
    String owner = Files.getOwner(path).getName();
    if (!owner.equals(user)) {
      return Finding.fail(
          "%s belongs to %s and not to %s".formatted(path, owner, user),
          "sudo chown %s %s".formatted(ShellWord.of(user), ShellWord.of(path.toString())));
    }
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
    String text = "%s is %s".formatted(path, PosixFilePermissions.toString(modes));
    return isPrivate(modes)
        ? Finding.ok(text)
        : Finding.warn(
                text + ", so others can read it", "chmod go= " + ShellWord.of(path.toString()))
            .repairedBy(this::close);
  }

  private static boolean isPrivate(Set<PosixFilePermission> modes) {
    return modes.stream().allMatch(mode -> mode.name().startsWith("OWNER_"));
  }

  private String close() throws IOException {
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
    modes.removeIf(mode -> !mode.name().startsWith("OWNER_"));
    Files.setPosixFilePermissions(path, modes);
    return "only the owner can read it";
  }
}
