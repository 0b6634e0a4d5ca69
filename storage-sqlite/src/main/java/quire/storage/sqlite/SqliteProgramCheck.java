package quire.storage.sqlite;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;

/**
 * Whether the system's own SQLite program may touch a store that servers have open: an old one has
 * the defect that our engine no longer has.
 *
 * @param program its name or path
 */
record SqliteProgramCheck(String program) implements HealthCheck {
  private static final long PATIENCE_SECONDS = 5;

  @Override
  public String name() {
    return "sqlite-program";
  }

  @Override
  public Finding run() throws InterruptedException {
    try {
      return judge(version());
    } catch (IOException absent) {
      return Finding.ok("there is no program " + program + " to open the store with");
    }
  }

  /** {@return the first word that the program says of its version} */
  private String version() throws IOException, InterruptedException {
    ProcessBuilder asking = new ProcessBuilder(program, "--version").redirectErrorStream(true);
    asking.environment().keySet().retainAll(Set.of("PATH", "SystemRoot"));
    Process asked = asking.start();
    try (var reader = asked.inputReader()) {
      String line = reader.readLine();
      return line == null ? "" : line.split(" ")[0];
    } finally {
      if (!asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        asked.destroyForcibly();
      }
    }
  }

  private Finding judge(String version) {
    if (!version.matches("\\d+(\\.\\d+)+")) {
      return Finding.skip("%s does not tell its version".formatted(program));
    }
    return SqliteHealthChecks.isDefective(version)
        ? Finding.warn(
            "%s %s can damage a store that servers have open (WAL-reset defect)"
                .formatted(program, version),
            "open a copy with it, or update it to 3.51.3")
        : Finding.ok("%s %s is sound".formatted(program, version));
  }
}
