package quire.storage.vault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Lets single system calls of another process fail; see {@code faults.c}. */
final class Faults implements AutoCloseable {
  /** The errors that disks, quotas and limits cause, by their numbers on Linux. */
  enum Fault {
    EIO(5),
    ENOSPC(28),
    EROFS(30),
    EMFILE(24),
    EACCES(13);

    private final int number;

    Fault(int number) {
      this.number = number;
    }
  }

  private static final int LENGTH = 64;
  private static final int NAME = 16;

  private final Path library;
  private final Path file;
  private final RandomAccessFile control;

  private Faults(Path library, Path file) throws IOException {
    this.library = library;
    this.file = file;
    this.control = new RandomAccessFile(file.toFile(), "rw");
  }

  /** {@return the means, or empty where there is no compiler for it} */
  static Optional<Faults> prepare(Path directory) throws IOException, InterruptedException {
    Path source = directory.resolve("faults.c");
    try (var in = Faults.class.getResourceAsStream("faults.c")) {
      Files.write(source, in == null ? new byte[0] : in.readAllBytes());
    }
    Path library = directory.resolve("faults.so");
    Path file = Files.write(directory.resolve("faults.control"), new byte[LENGTH]);
    try {
      Process compiler =
          new ProcessBuilder(
                  "gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
              .inheritIO()
              .start();
      return compiler.waitFor() == 0 ? Optional.of(new Faults(library, file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no gcc
    }
  }

  /** {@return what the process needs in its environment} */
  Map<String, String> environment(Path under) {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAULTS_CONTROL", file.toString(),
        "FAULTS_UNDER", under.toString());
  }

  /** Lets the n-th call from now on fail. */
  void arm(Fault fault, int call) throws IOException {
    write(0, 0, 0);
    write(call, fault.number, 0);
  }

  void disarm() throws IOException {
    control.seek(0);
    control.writeInt(0);
  }

  private void write(int call, int error, int seen) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
    // Armed last: the other process reads the same memory.
    bytes.putInt(0).putInt(error).putInt(seen).putInt(0);
    control.seek(0);
    control.write(bytes.array());
    control.seek(0);
    control.write(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(call).array());
  }

  /** {@return the call that failed, or empty if so many did not come} */
  Optional<String> hit() throws IOException {
    byte[] bytes = new byte[LENGTH];
    control.seek(0);
    control.readFully(bytes);
    if (ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(12) == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new String(bytes, NAME, LENGTH - NAME, StandardCharsets.UTF_8).replace("\0", ""));
  }

  @Override
  public void close() throws IOException {
    control.close();
  }
}
