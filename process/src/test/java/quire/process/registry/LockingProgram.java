package quire.process.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import quire.process.scene.LittleServer;

/** Holds the locks of the files that its input names, until a line is empty. */
public final class LockingProgram {
  private LockingProgram() {}

  /** Answers each line when it is done. */
  public static void main(String[] args) throws IOException {
    List<FileChannel> held = new ArrayList<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        for (FileChannel channel : held) {
          channel.close();
        }
        held.clear();
      } else {
        FileChannel channel = FileChannel.open(Path.of(line), StandardOpenOption.WRITE);
        channel.tryLock();
        held.add(channel);
      }
      System.out.println();
    }
  }

  static Process start() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:+UseSerialGC",
            "-Xmx32m",
            "-cp",
            LittleServer.classPath(),
            LockingProgram.class.getName(),
            // Its own command line is that of a server: the forger does what it can.
            "-Dquire.home=/opt/quire",
            "-m",
            "quire.cli/quire.cli.Main",
            "serve")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  static void say(Process program, String line) throws IOException {
    program.outputWriter().write(line + "\n");
    program.outputWriter().flush();
    program.inputReader().readLine();
  }
}
