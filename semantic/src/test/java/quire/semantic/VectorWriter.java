package quire.semantic;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import quire.api.spi.OwnerOnly;

/** A process that writes vectors. Usage: {@code FILE FIRST COUNT}. */
final class VectorWriter {
  static final int FULL = 7;

  private VectorWriter() {}

  public static void main(String[] arguments) throws IOException {
    int first = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    try (VectorFile file = VectorFile.open(Path.of(arguments[0]), Clock.systemUTC())) {
      for (int number = first; number < first + count; ) {
        if (file.add(
            VectorFileTest.key(number),
            VectorFileTest.vector(number),
            System.currentTimeMillis())) {
          number++;
        }
      }
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(FULL);
    }
  }

  static Process start(Path file, int first, int count) throws IOException {
    return run(command(file, first, count));
  }

  /** Starts one whose files cannot grow beyond so many blocks of 1,024 bytes. */
  static Process startWithRoom(Path file, int blocks, int first, int count) throws IOException {
    List<String> limited =
        new ArrayList<>(
            List.of("bash", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "limited"));
    limited.addAll(command(file, first, count));
    return run(limited);
  }

  private static Process run(List<String> command) throws IOException {
    return new ProcessBuilder(command).inheritIO().start();
  }

  /** On the class path, since what is started is a test's class. */
  private static List<String> command(Path file, int first, int count) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-XX:+UseSerialGC",
        "-cp",
        place(VectorFile.class)
            + File.pathSeparator
            + place(VectorWriter.class)
            + File.pathSeparator
            + place(OwnerOnly.class)
            + File.pathSeparator
            + place(org.junit.jupiter.api.Test.class)
            + File.pathSeparator
            + place(org.junit.jupiter.api.extension.ExtendWith.class),
        VectorWriter.class.getName(),
        file.toString(),
        Integer.toString(first),
        Integer.toString(count));
  }

  private static String place(Class<?> one) {
    return Path.of(
            java.net.URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
