package quire.process.health;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;

/**
 * Whether names of files may hold letters that are not ASCII.
 *
 * @param encoding what Java uses for them
 */
public record NamesCheck(String encoding, Path folder) implements HealthCheck {
  private static final String NAME = "quire-\u00fc\u4e2d";

  @Override
  public String name() {
    return "file-name-encoding";
  }

  @Override
  public Finding run() throws IOException {
    if (!Charset.forName(encoding).newEncoder().canEncode(NAME)) {
      return unable();
    }
    try {
      Path file = Files.createTempFile(folder, NAME, "");
      Files.delete(file);
      return Finding.ok(encoding);
    } catch (InvalidPathException unmappable) {
      return unable();
    }
  }

  private Finding unable() {
    return Finding.fail(
        encoding + " cannot express all names of files",
        "start quire with its launcher, or set LC_ALL=C.UTF-8");
  }
}
