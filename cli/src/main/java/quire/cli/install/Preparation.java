package quire.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.api.spi.StoreSettings;
import quire.cli.base.ExitCode;
import quire.cli.settings.Settings;
import quire.process.install.InstallationException;

/**
 * What is done to the stores before another version becomes current: one of an older format is
 * copied to the side, and the new version brings a copy of that copy up to date. The store itself
 * follows when the new version first opens it. Only the new version knows its formats, so the old
 * one starts it for this; docs/adr/0014 has the reasons.
 */
final class Preparation {
  private final Launcher launcher;
  private final Map<String, String> environment;

  /**
   * @param launcher the new version's
   * @param environment for the new version
   */
  Preparation(Launcher launcher, Map<String, String> environment) {
    this.launcher = launcher;
    this.environment = environment;
  }

  /**
   * {@return the copies that were made}
   *
   * @param stores their addresses
   * @throws InstallationException if one of them is not for the new version; all is as it was
   */
  List<Path> of(Set<String> stores) throws IOException, InterruptedException {
    List<Path> copies = new ArrayList<>();
    for (String store : stores) {
      copies.addAll(ask(store));
    }
    return copies;
  }

  private List<Path> ask(String store) throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(launcher.command("upgrade", List.of("--prepare", "--store", store)));
    command.environment().clear();
    command.environment().putAll(environment);
    Path said = Files.createTempFile("quire", "");
    try {
      Process running = command.redirectError(said.toFile()).start();
      running.getOutputStream().close();
      List<Path> copies = running.inputReader().lines().map(Path::of).toList();
      if (running.waitFor() != ExitCode.OK.number()) {
        throw new InstallationException(
            "The new version cannot take over %s: %s; the old one stays current"
                .formatted(store, Files.readString(said).strip()));
      }
      return copies;
    } finally {
      Files.delete(said);
    }
  }

  /**
   * The new version's part.
   *
   * @return the copy, if one was needed
   */
  static Optional<Path> prepare(Settings settings) throws IOException {
    Optional<Path> copy = settings.provider().backUpOlder(settings.store(), Clock.systemUTC());
    if (copy.isPresent()) {
      rehearse(copy.get(), settings);
    }
    return copy;
  }

  private static void rehearse(Path copy, Settings settings) throws IOException {
    // In the same folder: only there is as much room as the store needs.
    Path trial = copy.resolveSibling(copy.getFileName() + ".trial");
    StoreSettings store = settings.store();
    Files.copy(copy, trial);
    try (MemoryStore migrated =
        settings.provider().open(store.withLocation(trial.toString()), Clock.systemUTC())) {
      migrated.describe();
    } catch (StoreException failure) {
      Files.delete(copy);
      throw failure;
    } finally {
      Files.delete(trial);
    }
  }
}
