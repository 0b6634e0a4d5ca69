package quire.storage.sqlite.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * A copy of a database that nobody has open. SQLite cannot read a database with a log without
 * making the log's index beside it, which it leaves there if it may only read.
 */
final class DatabaseCopy implements AutoCloseable {
  private static final String LOG = "-wal";

  private final Path folder;
  private final Path file;

  private DatabaseCopy(Path folder, Path file) {
    this.folder = folder;
    this.file = file;
  }

  /**
   * Makes a copy.
   *
   * @throws IOException if it was written to meanwhile; there is no copy then
   */
  static DatabaseCopy of(Path database) throws IOException {
    Path folder = Files.createTempDirectory("quire-import");
    DatabaseCopy copy = new DatabaseCopy(folder, folder.resolve("memory.db"));
    boolean whole = false;
    try {
      List<State> before = states(database);
      Files.copy(database, copy.file);
      if (Files.exists(beside(database, LOG))) {
        Files.copy(beside(database, LOG), beside(copy.file, LOG));
      }
      whole = before.equals(states(database));
    } finally {
      if (!whole) {
        copy.close();
      }
    }
    if (!whole) {
      throw new IOException(
          "%s was written to while it was read; nothing was taken from it. Do it again, or end its program first"
              .formatted(database));
    }
    return copy;
  }

  /** What changes when a file is written to. */
  private record State(boolean there, long size, FileTime modified) {}

  private static List<State> states(Path database) throws IOException {
    return List.of(state(database), state(beside(database, LOG)), state(beside(database, "-shm")));
  }

  private static State state(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new State(false, 0, FileTime.fromMillis(0));
    }
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new State(true, attributes.size(), attributes.lastModifiedTime());
  }

  static Path beside(Path database, String suffix) {
    return database.resolveSibling(database.getFileName() + suffix);
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    for (String suffix : List.of("", LOG, "-shm", "-journal")) {
      Files.deleteIfExists(beside(file, suffix));
    }
    Files.deleteIfExists(folder);
  }
}
