package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What people and agents do with git in a project while servers have its memory open. */
class GitIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Installation product;
  private Path project;
  private final List<Process> windows = new ArrayList<>();

  @BeforeEach
  void makeRepository() throws Exception {
    product = Installation.shared("full", folder.resolve("user"));
    project = Files.createDirectories(folder.resolve("project"));
    git("init", "-q");
    Files.writeString(project.resolve("code"), "1");
    git("add", ".");
    git("commit", "-qm", "one");
  }

  @AfterEach
  void close() {
    windows.forEach(Process::destroyForcibly);
  }

  private String git(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.email=a@b.invalid", "-c", "user.name=n", "-C"));
    command.add(project.toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", product.user().toString());
    Process git = builder.start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as(said).isZero();
    return said;
  }

  private ProcessBuilder quire(String... words) {
    return product.command(words).directory(project.toFile());
  }

  /** A server whose client keeps its window open. */
  private record Window(OutputStream in, BufferedReader out) {
    String call(int id, String name) throws Exception {
      in.write(Session.creation(id, name).getBytes(StandardCharsets.UTF_8));
      in.flush();
      return String.valueOf(out.readLine());
    }
  }

  private Window open() throws Exception {
    Process server = quire("serve").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    windows.add(server);
    Window window =
        new Window(server.getOutputStream(), server.inputReader(StandardCharsets.UTF_8));
    window.in().write(Session.creations().getBytes(StandardCharsets.UTF_8));
    window.in().flush();
    assertThat(window.out().readLine()).contains("\"id\":\"hello\"");
    return window;
  }

  private long entities() throws Exception {
    return Session.of(quire("graph")).lines().stream()
        .filter(line -> line.endsWith(" (t)"))
        .count();
  }

  @Tag("long")
  @Test
  void whoeverOnlyReadsLeavesTheWorkTreeAsItIs() throws Exception {
    assertThat(Session.reading(quire("serve")).exit()).isZero();
    for (String command : List.of("graph", "where", "doctor", "ps")) {
      Session.of(quire(command));
    }
    Session.of(quire("search", "x"));
    Session.of(quire("show", "x"));
    Session.of(quire("sql", "SELECT * FROM entities"));
    assertThat(git("status", "--porcelain", "--ignored")).isEmpty();
    assertThat(Session.of(quire("sql", "--csv", "SELECT count(*) AS n FROM entities")).lines())
        .containsExactly("n", "0");
    assertThat(project.resolve(".quire")).doesNotExist();
  }

  @Test
  void theMemoryIsNeitherPublishedNorDeletedNorTakenAwayUnderAnOpenWindow() throws Exception {
    Window first = open();
    assertThat(first.call(1, "before")).contains("before").doesNotContain("isError");
    git("add", "-A");
    assertThat(git("ls-files")).isEqualTo("code\n");
    git("clean", "-fd");
    Files.writeString(project.resolve("code"), "2");
    Files.writeString(project.resolve("new"), "1");
    git("stash", "-u");
    String[] names = IntStream.range(0, 500).mapToObj(i -> "e" + i).toArray(String[]::new);
    Session second = Session.creating(quire("serve"), names);
    assertThat(second.lines()).hasSize(501).noneMatch(line -> line.contains("isError"));
    git("stash", "pop");
    assertThat(first.call(2, "after")).contains("after").doesNotContain("isError");
    assertThat(entities()).isEqualTo(502);
    assertThat(Session.of(quire("doctor")).lines())
        .anyMatch(line -> line.startsWith("PASS store-git"))
        .noneMatch(line -> line.startsWith("FAIL store"));
  }

  @Tag("long")
  @Test
  void whatMakesAFolderAVaultStaysOnThisMachine() throws Exception {
    Path notes = project.resolve("notes");
    assertThat(Session.of(quire("vault", "init", notes.toString())).exit()).isZero();
    assertThat(Session.of(quire("add", "Ada", "--store", "vault:" + notes)).exit()).isZero();
    git("add", "-A");
    assertThat(git("ls-files")).isEqualTo("code\nnotes/Ada.md\n");
    git("clean", "-fd");
    git("stash", "-u");
    git("stash", "pop");
    Files.delete(notes.resolve(".quire/.gitignore"));
    assertThat(Session.of(quire("graph", "--store", "vault:" + notes)).lines())
        .containsExactly("Ada (note)");
    assertThat(notes.resolve(".quire/.gitignore")).hasContent("*\n");
  }

  @Tag("long")
  @Test
  void aStoreThatGitWouldPublishIsNamed() throws Exception {
    Session.of(quire("add", "x", "--store", "sqlite:memory.db"));
    Session open = Session.of(quire("doctor", "--store", "sqlite:memory.db"));
    assertThat(open.lines()).anyMatch(line -> line.startsWith("WARN store-git"));
    git("add", "-A");
    Session tracked = Session.of(quire("doctor", "--store", "sqlite:memory.db"));
    assertThat(tracked.lines()).anyMatch(line -> line.startsWith("FAIL store-git"));
    assertThat(tracked.exit()).isEqualTo(1);
  }
}
