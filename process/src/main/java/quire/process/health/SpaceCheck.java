package quire.process.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;

/**
 * Whether the store can grow.
 *
 * @param wanted below this many bytes it warns; below a tenth of them it fails
 */
public record SpaceCheck(Path store, long wanted) implements HealthCheck {
  /** A write-ahead log and a compacted copy of a large store fit into this. */
  public static final long USUAL = 500L << 20;

  @Override
  public String name() {
    return "disk-space";
  }

  @Override
  public Finding run() throws IOException {
    Path folder = existing(store);
    long free = Files.getFileStore(folder).getUsableSpace();
    String text = "%,d MB free for %s".formatted(free >> 20, store);
    if (free < wanted / 10) {
      return Finding.fail(text, "free some space: writes will be refused when there is none");
    }
    return free < wanted ? Finding.warn(text, "free some space") : Finding.ok(text);
  }

  /** {@return the nearest folder above that exists} */
  static Path existing(Path path) {
    Path at = path.toAbsolutePath();
    while (!Files.isDirectory(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }
}
