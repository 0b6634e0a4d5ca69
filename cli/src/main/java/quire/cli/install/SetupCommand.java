package quire.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.api.spi.FileFailure;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.process.install.InstallationException;
import quire.process.install.Manifest;

/** {@code quire setup}. */
@Command(
    name = "setup",
    description = "Prepare this installation to start fast (an ahead-of-time cache of 20 MB).",
    footer = {"", "Example:", "  quire setup"})
public final class SetupCommand implements Callable<Integer> {
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--unattended", hidden = true)
  private boolean unattended;

  private final Output output;
  private final Surroundings surroundings;

  public SetupCommand(Output output, Surroundings surroundings) {
    this.output = output;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Launcher launcher = Launcher.ofThisProcess(surroundings);
    examine(launcher.home());
    try {
      AotCache cache = AotCache.writable(launcher.home(), surroundings);
      make(cache, launcher);
      report(cache);
      return ExitCode.OK.number();
    } catch (IOException failure) {
      output.notice(
          "no cache was made: %s; Quire works without one and starts slower"
              .formatted(FileFailure.told(failure)));
      return ExitCode.FAILED.number();
    }
  }

  /** Once here instead of at every start: the note beside the cache says that it was done. */
  private static void examine(Path home) {
    List<String> problems = Manifest.of(home).problems(home, Manifest.Depth.HASHES);
    if (!problems.isEmpty()) {
      throw new InstallationException(
          "The installation in %s is not whole: %s; unpack the archive again, nothing was changed"
              .formatted(home, String.join(", ", problems)));
    }
  }

  private void make(AotCache cache, Launcher launcher) throws IOException, InterruptedException {
    Rehearsal rehearsal = new Rehearsal(launcher, surroundings);
    cache.deleteLeftOvers(Instant.now());
    try {
      rehearsal.run(Map.of("QUIRE_AOT_RECORD", cache.draft().toString()));
      if (!Files.exists(cache.draft())) {
        throw new IOException("the Java runtime wrote none into " + cache.folder());
      }
      cache.publish(launcher.home());
      CacheDigest.of(launcher.home(), surroundings).keep(cache);
    } finally {
      Files.deleteIfExists(cache.draft());
    }
    try {
      rehearsal.run(Map.of());
    } catch (IOException unusable) {
      cache.withdraw();
      throw unusable;
    }
    cache.finished();
  }

  private void report(AotCache cache) throws IOException {
    long size = cache.size().orElse(0L);
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("folder", cache.folder().toString());
            out.writeNumberProperty("bytes", size);
            out.writeEndObject();
          });
    } else if (!unattended) {
      output.line("Ready: a cache of %,d KiB in %s".formatted(size / 1024, cache.folder()));
    }
  }
}
