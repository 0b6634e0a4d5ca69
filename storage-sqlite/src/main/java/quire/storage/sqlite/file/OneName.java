package quire.storage.sqlite.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import quire.api.StoreUnavailableException;

/**
 * Looks whether a store can be reached by two names: SQLite puts the log beside the name, so each
 * name would have a log of its own, and the writes of one would spoil those of the other. A
 * symbolic link is no second name, because it is followed first.
 */
public final class OneName {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private OneName() {}

  static void refuseMountPoint(StoreFile file) {
    if (isMountPoint(file.target().path())) {
      throw new StoreUnavailableException(
          "Cannot open %s: the file itself is a mount point, so its log would stay in here and writes would be lost; nothing was changed. Mount its folder instead of the file, or choose a store in a folder that is mounted"
              .formatted(file));
    }
  }

  /** {@return how many names the file has} A store with more than one can only be read. */
  static long count(StoreFile file) {
    try {
      return ((Number) Files.getAttribute(file.target().path(), "unix:nlink")).longValue();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return 1; // not told on this system
    }
  }

  private static boolean isMountPoint(Path target) {
    try {
      return isMountPoint(target.toString(), Files.readString(MOUNTS));
    } catch (IOException e) {
      return false; // not told on this system
    }
  }

  /**
   * @param mounts lines whose fifth field is the place, with four characters written in octal
   */
  static boolean isMountPoint(String place, String mounts) {
    String escaped =
        place
            .replace("\\", "\\134")
            .replace(" ", "\\040")
            .replace("\t", "\\011")
            .replace("\n", "\\012");
    return mounts.lines().anyMatch(line -> line.split(" ", 6)[4].equals(escaped));
  }
}
