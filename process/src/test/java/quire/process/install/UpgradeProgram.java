package quire.process.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import quire.process.install.Upgrade.Step;
import quire.process.scene.LittleServer;

/** An upgrade in a process of its own, which stays or kills itself at one step. */
final class UpgradeProgram {
  private UpgradeProgram() {}

  /**
   * @param args the running version, the archive, the step, whether to stay there, and the key of
   *     releases
   */
  public static void main(String[] args) throws Exception {
    Upgrade.Trial fine = home -> {};
    new Upgrade(
            Path.of(args[0]),
            System.getenv(),
            ReleaseKeys.of(args[4]),
            step -> reached(step, Step.valueOf(args[2]), Boolean.parseBoolean(args[3])))
        .carryOut(Wanted.of(args[1]), fine, fine);
  }

  private static void reached(Step step, Step last, boolean stays) {
    if (step != last) {
      return;
    }
    System.out.println(step);
    try {
      if (!stays) {
        new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
      }
      new CountDownLatch(1).await();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  static Running start(Path old, Path archive, Step step, boolean stays) throws IOException {
    return new Running(
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    LittleServer.classPath(),
                    UpgradeProgram.class.getName(),
                    old.toString(),
                    archive.toString(),
                    step.name(),
                    Boolean.toString(stays),
                    Release.key()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** One that runs. */
  record Running(Process process) implements AutoCloseable {
    void awaitStep() throws IOException {
      process.inputReader().readLine();
    }

    int awaitEnd() {
      return process.onExit().join().exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}
