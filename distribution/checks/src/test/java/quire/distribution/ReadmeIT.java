package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells people to paste, pasted in its order from an empty home. */
class ReadmeIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  /** A line that a person types, and what the README says will be seen. */
  private record Step(String line, List<String> shown) {}

  @Test
  void fromTheArchiveToAFactThatIsFound() throws Exception {
    String readme = Files.readString(distribution().resolve("../README.md"));
    Path archive = Installation.archive("sqlite");
    Files.createSymbolicLink(
        folder.resolve(archive.getFileName().toString()), archive.toRealPath());
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(home.resolve(".codex"));
    Files.writeString(home.resolve(".claude.json"), "{}");
    long begun = System.nanoTime();
    paste(line(readme, "tar xzf"), home);
    assertThat(paste(line(readme, "quire connect"), home)).anyMatch(it -> it.contains("Codex"));
    Session first = Session.creating(asStartedBy(home, ".codex/config.toml"), "Known to all");
    assertThat(first.exit()).isZero();
    Session second = Session.reading(asStartedBy(home, ".claude.json"));
    assertThat(second.lines()).anyMatch(line -> line.contains("Known to all"));
    Duration taken = Duration.ofNanos(System.nanoTime() - begun);
    System.out.println("From the archive to a fact that a second client found: " + taken);
    List<Step> steps = steps(readme);
    assertThat(steps).hasSizeGreaterThan(4);
    for (Step step : steps) {
      assertThat(paste(step.line(), home)).as(step.line()).isEqualTo(step.shown());
    }
  }

  /** {@return what a client starts that keeps its servers in this file} */
  private ProcessBuilder asStartedBy(Path home, String file) throws IOException {
    Matcher command =
        Pattern.compile("\"?command\"?\\s*[:=]\\s*\"([^\"]+)\"")
            .matcher(Files.readString(home.resolve(file)));
    assertThat(command.find()).as(file).isTrue();
    ProcessBuilder server = new ProcessBuilder(command.group(1), "serve");
    server.environment().keySet().removeIf(name -> name.startsWith("QUIRE_"));
    server.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
    server.environment().put("HOME", home.toString());
    // A project of its own: what follows in the README is about another memory.
    Files.createDirectories(home.resolve("project/.git"));
    return server.directory(home.resolve("project").toFile());
  }

  private static Path distribution() {
    return Path.of(System.getProperty("quire.distribution", ""));
  }

  private static String line(String readme, String beginning) {
    return readme
        .lines()
        .filter(line -> line.startsWith("    " + beginning))
        .findFirst()
        .orElseThrow()
        .strip();
  }

  private static List<Step> steps(String readme) {
    List<Step> steps = new ArrayList<>();
    for (String line : readme.lines().toList()) {
      if (line.startsWith("    $ ")) {
        steps.add(new Step(line.substring("    $ ".length()), new ArrayList<>()));
      } else if (line.startsWith("    ") && !steps.isEmpty()) {
        steps.getLast().shown().add(line.substring("    ".length()));
      } else if (!steps.isEmpty()) {
        return steps;
      }
    }
    return steps;
  }

  /** {@return what is seen, on either stream} */
  private List<String> paste(String line, Path home) throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder("/bin/sh", "-c", line)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = shell.environment();
    environment.keySet().removeIf(name -> name.startsWith("QUIRE_") || name.startsWith("XDG_"));
    environment.put("HOME", home.toString());
    environment.put("PATH", home.resolve(".local/bin") + ":" + environment.get("PATH"));
    Process process = shell.start();
    process.getOutputStream().close();
    List<String> said = process.inputReader().lines().toList();
    int exit = process.waitFor();
    assertThat(exit).as(line + said).isIn(0, 4);
    return said;
  }
}
