package quire.cli.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import quire.api.StoreRefusedException;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.cli.base.Flags;
import quire.cli.base.Services;
import quire.cli.base.Surroundings;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;

/**
 * A folder for servers of our own, which leave no trace and see nothing of the user's. Ctrl-C
 * interrupts the command that made it, and the program ends once the folder is closed.
 */
public final class Scratch implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private final Thread unwinding;
  private final CountDownLatch closed = new CountDownLatch(1);

  public Scratch() throws IOException {
    folder = Files.createTempDirectory("quire");
    Thread command = Thread.currentThread();
    unwinding = Thread.ofPlatform().name("unwinding").unstarted(() -> unwind(command));
    Runtime.getRuntime().addShutdownHook(unwinding);
  }

  private void unwind(Thread command) {
    command.interrupt();
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        delete();
      }
    } catch (IOException | InterruptedException tooLate) {
      // The program ends at this moment; the folder is left in the system's temporary one.
    }
  }

  public Path folder() {
    return folder;
  }

  /**
   * Makes the folder a project, with an empty store of the backend that is usual here. What such a
   * store keeps among the user's files is in the folder as well.
   *
   * @param settings the text of its quire.toml; beside an empty repository, as most projects have
   *     one
   * @return what is in force in the project
   */
  Settings becomeProject(String settings, Surroundings surroundings) throws IOException {
    Files.createDirectory(folder.resolve(".git"));
    Files.writeString(folder.resolve("quire.toml"), settings);
    variables.put("XDG_STATE_HOME", folder.resolve("state").toString());
    Surroundings here =
        new Surroundings(Map.of(), folder, folder, surroundings.system(), surroundings.processes());
    Settings usual =
        new SettingsReader(here, Services.backends())
            .read(new Flags(Optional.empty(), Optional.of(folder)));
    var _ = usual.provider().make(usual.store());
    return usual;
  }

  /**
   * {@return settings of a new store, which leaves nothing outside of the folder either}
   *
   * @throws StoreRefusedException if the backend keeps no store in a folder
   */
  public StoreSettings newStore(MemoryStoreProvider backend) throws IOException {
    Path inside = Files.createDirectories(folder.resolve(backend.id() + "-store"));
    StoreSettings store =
        backend
            .scratch(inside)
            .orElseThrow(
                () ->
                    new StoreRefusedException(
                        "The backend %s makes no store for a trial; nothing was done. Name an empty store with --store"
                            .formatted(backend.id())));
    var _ = backend.make(store);
    return store;
  }

  /** {@return a server that has no settings but those of this folder and of the words} */
  public ProcessBuilder server(Launcher launcher, String... words) {
    return command(launcher, "serve", List.of(words))
        .redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  /** {@return any command, which has no settings but those of this folder and of the words} */
  ProcessBuilder command(Launcher launcher, String verb, List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(launcher.command(verb, words));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("QUIRE_") || name.startsWith("MEMORY_"));
    environment.put("XDG_CONFIG_HOME", folder.toString());
    environment.put("QUIRE_STATE_DIR", folder.resolve("state").toString());
    environment.put("QUIRE_SETUP", "off");
    environment.putAll(variables);
    return builder.directory(folder.toFile());
  }

  @Override
  public void close() throws IOException {
    try {
      delete();
    } finally {
      closed.countDown();
      forget();
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(unwinding);
    } catch (IllegalStateException programEnds) {
      // Then it is at work already.
    }
  }

  /** A server that still ends may be making files, or taking them away, at the same time. */
  private void delete() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS / 2);
    while (Files.exists(folder)) {
      try {
        deleteOnce();
      } catch (IOException disturbed) {
        if (System.nanoTime() > deadline) {
          throw disturbed;
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  private void deleteOnce() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException vanished) {
      throw vanished.getCause();
    }
  }
}
