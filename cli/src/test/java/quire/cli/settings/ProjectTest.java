package quire.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.process.trust.Trust;

class ProjectTest {
  @TempDir private Path folder;

  private static Optional<Project> around(Path folder) {
    return Project.around(folder, Trust.ofThisProcess());
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  @Test
  void theRootOfTheRepositoryIsFoundUpwards() throws IOException {
    folder("p/.git");
    assertThat(around(folder("p/a/b")))
        .hasValueSatisfying(project -> assertThat(project.root()).isEqualTo(folder.resolve("p")));
  }

  @Test
  void aConfigurationOnTheWayIsTheProjectsOwn() throws IOException {
    folder("p/.git");
    Path file = Files.writeString(folder("p/a").resolve("quire.toml"), "");
    assertThat(around(folder("p/a/b")).flatMap(Project::configuration)).contains(file);
  }

  @Test
  void aConfigurationOutsideTheRepositoryIsNot() throws IOException {
    folder("p/.git");
    Files.writeString(folder.resolve("quire.toml"), "");
    assertThat(around(folder("p/a")).flatMap(Project::configuration)).isEmpty();
  }

  @Test
  void allWorkTreesOfARepositoryAreOneProject() throws IOException {
    Path own = folder("main/.git/worktrees/side");
    Files.writeString(own.resolve("commondir"), "../..\n");
    Files.writeString(folder("side").resolve(".git"), "gitdir: " + own + "\n");
    assertThat(around(folder("side/src")))
        .hasValueSatisfying(
            project -> assertThat(project.root()).isEqualTo(folder.resolve("main")));
  }

  @Test
  void theWorkTreesOfABareRepositoryAreOneProject() throws IOException {
    Path hub = folder("hub");
    Path hidden = folder("hub/.bare/worktrees/one");
    Files.writeString(hidden.resolve("commondir"), "../..\n");
    Files.writeString(folder("hub/one").resolve(".git"), "gitdir: " + hidden + "\n");
    Files.writeString(hub.resolve(".git"), "gitdir: ./.bare\n");
    Path open = folder("srv/code.git/worktrees/two");
    Files.writeString(open.resolve("commondir"), "../..\n");
    Files.writeString(folder("two").resolve(".git"), "gitdir: " + open + "\n");
    assertThat(around(folder("hub/one")).map(Project::root)).contains(hub);
    assertThat(around(hub).map(Project::root)).contains(hub);
    assertThat(around(folder("two")).map(Project::root)).contains(folder.resolve("srv/code.git"));
  }

  @Test
  void aFileThatIsNoPathLeavesTheFolderAProject() throws IOException {
    Files.write(folder("odd").resolve(".git"), "gitdir: a\0b\n".getBytes(StandardCharsets.UTF_8));
    assertThat(around(folder("odd")).map(Project::root)).contains(folder.resolve("odd"));
  }

  @Test
  void aSubmoduleIsAProjectOfItsOwn() throws IOException {
    Path own = folder("main/.git/modules/part");
    Files.writeString(folder("main/part").resolve(".git"), "gitdir: " + own + "\n");
    assertThat(around(folder("main/part")))
        .hasValueSatisfying(
            project -> assertThat(project.root()).isEqualTo(folder.resolve("main/part")));
  }

  @Test
  void theFolderOfAPackageIsNoProject() throws IOException {
    folder("p/.git");
    assertThat(around(folder("p/node_modules/quire"))).isEmpty();
  }
}
