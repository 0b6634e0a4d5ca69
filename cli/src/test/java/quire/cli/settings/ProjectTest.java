package quire.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {
  @TempDir private Path folder;

  private Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  @Test
  void theRootOfTheRepositoryIsFoundUpwards() throws IOException {
    folder("p/.git");
    assertThat(Project.around(folder("p/a/b")))
        .hasValueSatisfying(project -> assertThat(project.root()).isEqualTo(folder.resolve("p")));
  }

  @Test
  void aConfigurationOnTheWayIsTheProjectsOwn() throws IOException {
    folder("p/.git");
    Path file = Files.writeString(folder("p/a").resolve("quire.toml"), "");
    assertThat(Project.around(folder("p/a/b")).flatMap(Project::configuration)).contains(file);
  }

  @Test
  void aConfigurationOutsideTheRepositoryIsNot() throws IOException {
    folder("p/.git");
    Files.writeString(folder.resolve("quire.toml"), "");
    assertThat(Project.around(folder("p/a")).flatMap(Project::configuration)).isEmpty();
  }

  @Test
  void allWorkTreesOfARepositoryAreOneProject() throws IOException {
    Path own = folder("main/.git/worktrees/side");
    Files.writeString(own.resolve("commondir"), "../..\n");
    Files.writeString(folder("side").resolve(".git"), "gitdir: " + own + "\n");
    assertThat(Project.around(folder("side/src")))
        .hasValueSatisfying(
            project -> assertThat(project.root()).isEqualTo(folder.resolve("main")));
  }

  @Test
  void aSubmoduleIsAProjectOfItsOwn() throws IOException {
    Path own = folder("main/.git/modules/part");
    Files.writeString(folder("main/part").resolve(".git"), "gitdir: " + own + "\n");
    assertThat(Project.around(folder("main/part")))
        .hasValueSatisfying(
            project -> assertThat(project.root()).isEqualTo(folder.resolve("main/part")));
  }

  @Test
  void theFolderOfAPackageIsNoProject() throws IOException {
    folder("p/.git");
    assertThat(Project.around(folder("p/node_modules/quire"))).isEmpty();
  }
}
