package quire.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A folder for servers of our own, which leave no trace and see nothing of the user's. Ctrl-C
 * interrupts the command that made it, and the program ends once the folder is closed.
 */
final class Scratch implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final Path folder;
  private final Thread unwinding;
  private final CountDownLatch closed = new CountDownLatch(1);

  Scratch() throws IOException {
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

  Path folder() {
    return folder;
  }

  /** {@return a server that has no settings but those of this folder and of the words} */
  ProcessBuilder server(Launcher launcher, String... words) {
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
