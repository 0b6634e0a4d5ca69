package quire.storage.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A disk of a few pages in memory, which a test can fill; only the superuser can make one. */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  static SmallDisk mount(Path folder, String size) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "quire", folder.toString());
    Assumptions.assumeTrue(mounted, "no disk can be mounted here");
    return new SmallDisk(folder);
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such command
    }
  }

  /** Takes all the room that is left. */
  void fill() throws IOException {
    try (var out = Files.newOutputStream(folder.resolve("ballast"))) {
      byte[] page = new byte[4096];
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("space")) {
        throw e;
      }
    }
  }

  void makeRoom() throws IOException {
    Files.deleteIfExists(folder.resolve("ballast"));
  }

  void readOnly(boolean readOnly) throws InterruptedException {
    Assumptions.assumeTrue(
        run("mount", "-o", readOnly ? "remount,ro" : "remount,rw", folder.toString()));
  }

  /** {@return the files on it whose names begin so} */
  List<Path> files(String start) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(start)).toList();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      run("umount", "-l", folder.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
