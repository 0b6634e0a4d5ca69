package quire.process.health;

import java.nio.file.Path;
import java.util.List;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.process.install.InstallationException;
import quire.process.install.Manifest;

/** Whether the installation's files are the ones that it was built with. */
public record InstallationCheck(Path home) implements HealthCheck {
  @Override
  public String name() {
    return "installation";
  }

  @Override
  public Finding run() {
    try {
      Manifest manifest = Manifest.of(home);
      List<String> problems = manifest.problems(home, Manifest.Depth.HASHES);
      return problems.isEmpty()
          ? Finding.ok(
              "version %s in %s, %d files as built"
                  .formatted(manifest.version(), home, manifest.lines().size()))
          : Finding.fail(
              "%s: %s".formatted(home, String.join(", ", problems)),
              "unpack the archive of version %s again".formatted(manifest.version()));
    } catch (InstallationException missing) {
      return Finding.fail(String.valueOf(missing.getMessage()), "unpack the archive again");
    }
  }
}
