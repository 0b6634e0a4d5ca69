package quire.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Lets one system call of a child process fail once: the operating system itself does it to the
 * child, whose own code is as it is in the product. Needs Linux and a C compiler.
 */
public final class Faults {
  /** What can fail, with the numbers of {@code faults.c}. */
  public enum Call {
    OPEN(0),
    READ(1),
    WRITE(2),
    SYNC(3),
    TRUNCATE(4),
    LOCK(5),
    RENAME(6),
    LINK(7),
    UNLINK(8),
    MKDIR(9),
    MAP(10);

    private final int number;

    Call(int number) {
      this.number = number;
    }
  }

  /** With which error of Linux. */
  public enum Errno {
    EIO(5),
    EACCES(13),
    EMFILE(24),
    ENOSPC(28),
    EROFS(30);

    private final int number;

    Errno(int number) {
      this.number = number;
    }
  }

  private static final int CALL = 0;
  private static final int COUNTDOWN = 4;
  private static final int ERROR = 8;
  private static final int FIRED = 12;
  private static final int SEEN = 16;
  private static final int BYTES = 20;

  private final Path library;
  private final Path plan;
  private final Path under;
  private final MappedByteBuffer shared;

  private Faults(Path library, Path plan, Path under, MappedByteBuffer shared) {
    this.library = library;
    this.plan = plan;
    this.under = under;
    this.shared = shared;
  }

  /**
   * Compiles the library.
   *
   * @param folder where library and plan are made
   * @param under calls on files below this folder, or whose path begins so, are meant
   * @return the faults; empty where there is no compiler
   */
  public static Optional<Faults> prepare(Path folder, Path under)
      throws IOException, InterruptedException {
    Path source = folder.resolve("faults.c");
    Path library = folder.resolve("faults.so");
    try (InputStream text = Faults.class.getResourceAsStream("faults.c")) {
      if (text == null) {
        throw new IOException("faults.c is not in the module");
      }
      Files.write(source, text.readAllBytes());
    }
    if (!compile(source, library)) {
      return Optional.empty();
    }
    Path plan = Files.write(folder.resolve("faults.plan"), new byte[BYTES]);
    try (FileChannel channel =
        FileChannel.open(plan, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer shared = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
      shared.order(ByteOrder.nativeOrder());
      return Optional.of(new Faults(library, plan, under, shared));
    }
  }

  private static boolean compile(Path source, Path library)
      throws IOException, InterruptedException {
    try {
      Process compiler =
          new ProcessBuilder(
                  "cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
              .inheritIO()
              .start();
      return compiler.waitFor(60, TimeUnit.SECONDS) && compiler.exitValue() == 0;
    } catch (IOException noCompiler) {
      return false;
    }
  }

  /** {@return what a child needs in its environment} */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAULTS_PLAN", plan.toString(),
        "FAULTS_UNDER", under.toString());
  }

  /** Lets the call of that number, from 1, fail with this error, and then no more. */
  public void arm(Call call, int number, Errno error) {
    disarm();
    shared.putInt(CALL, call.number);
    shared.putInt(ERROR, error.number);
    shared.putInt(FIRED, 0);
    shared.putInt(SEEN, 0);
    shared.putInt(COUNTDOWN, number);
  }

  public void disarm() {
    shared.putInt(COUNTDOWN, 0);
  }

  /** {@return whether the call that was meant came and failed} */
  public boolean hasFired() {
    return shared.getInt(FIRED) != 0;
  }
}
