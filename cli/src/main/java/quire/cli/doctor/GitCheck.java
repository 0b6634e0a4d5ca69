package quire.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.api.spi.OwnFolder;
import quire.api.spi.ShellWord;

/**
 * Whether git would publish a store or take it away.
 *
 * @param store a store that is one file, or the folder of one that has its own folder in it
 * @param environment for git, which obeys many variables
 */
record GitCheck(Path store, Map<String, String> environment) implements HealthCheck {
  private static final int PATIENCE_SECONDS = 10;

  @Override
  public String name() {
    return "store-git";
  }

  @Override
  public Finding run() throws IOException, InterruptedException {
    Optional<Path> file = file();
    if (file.isEmpty()) {
      return Finding.skip(store + " does not exist yet");
    }
    if (!isInWorkTree(file.get())) {
      return Finding.ok("no work tree of git around " + store);
    }
    try {
      return judge(file.get());
    } catch (IOException missing) {
      return Finding.skip("it lies in a work tree, and git cannot be asked: " + missing);
    }
  }

  /** The notes of a vault may well be in git; what makes it a vault belongs to this machine. */
  private Optional<Path> file() {
    Path file = Files.isDirectory(store) ? store.resolve(OwnFolder.NAME) : store;
    return Optional.of(file).filter(Files::exists);
  }

  private static boolean isInWorkTree(Path file) {
    return Stream.iterate(file.getParent(), at -> at != null, Path::getParent)
        .anyMatch(at -> Files.exists(at.resolve(".git"), LinkOption.NOFOLLOW_LINKS));
  }

  private Finding judge(Path file) throws IOException, InterruptedException {
    if (git(file, "ls-files", "--error-unmatch") == 0) {
      return Finding.fail(
          "git tracks %s: a push publishes the memory, and checkout, reset and stash replace it under running servers"
              .formatted(file),
          "git -C %s rm -r --cached %s; what was committed stays in the history"
              .formatted(
                  ShellWord.of(file.resolveSibling("").toString()),
                  ShellWord.of("./" + file.getFileName())));
    }
    return switch (git(file, "check-ignore", "--quiet")) {
      case 0 -> Finding.ok("git passes over " + file);
      case 1 -> open(file);
      default ->
          Finding.skip("git does not take what is around %s for a work tree".formatted(file));
    };
  }

  private static Finding open(Path file) {
    String text =
        "git does not ignore %s: add -A would publish it, clean -fd delete it".formatted(file);
    return own(file)
        .map(folder -> Finding.warn(text, "quire doctor --fix").repairedBy(() -> hidden(folder)))
        .orElseGet(
            () ->
                Finding.warn(
                    text,
                    "add /%s* to the .gitignore of %s"
                        .formatted(file.getFileName(), file.getParent())));
  }

  private static Optional<OwnFolder> own(Path file) {
    return file.endsWith(OwnFolder.NAME)
        ? Optional.of(new OwnFolder(file))
        : OwnFolder.around(file);
  }

  private static String hidden(OwnFolder folder) throws IOException {
    folder.hideFromGit();
    return "git passes over " + folder.path();
  }

  /** {@return git's exit code} No program that the repository's settings name is run. */
  private int git(Path file, String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "core.fsmonitor=false", "-C", file.resolveSibling("").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--", file.getFileName().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    Process running = builder.start();
    running.getOutputStream().close();
    if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      running.destroyForcibly();
      throw new IOException("no answer within %d s".formatted(PATIENCE_SECONDS));
    }
    return running.exitValue();
  }
}
