package quire.api.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFolderTest {
  @TempDir private Path project;

  @Test
  void whoeverSeesItSeesThatGitPassesItOver() throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < 300; i++) {
        Path folder = project.resolve(i + "/" + OwnFolder.NAME);
        CyclicBarrier start = new CyclicBarrier(2);
        Future<String> seen =
            threads.submit(
                () -> {
                  start.await();
                  while (!Files.exists(folder)) {
                    Thread.onSpinWait();
                  }
                  Path file = folder.resolve(".gitignore");
                  return Files.exists(file) ? Files.readString(file) : "nothing";
                });
        start.await();
        new OwnFolder(folder).make();
        assertThat(seen.get()).isEqualTo("*\n");
      }
    }
  }

  @Test
  void manyMakeItAtOnceAndLeaveNothingElse() throws Exception {
    Path folder = project.resolve(OwnFolder.NAME);
    CyclicBarrier start = new CyclicBarrier(4);
    Callable<Void> making =
        () -> {
          start.await();
          new OwnFolder(folder).make();
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(making));
      }
      for (Future<Void> one : all) {
        assertThat(one).succeedsWithin(Duration.ofSeconds(30));
      }
    }
    assertThat(project).isDirectoryNotContaining(one -> !one.equals(folder));
    assertThat(folder).isDirectoryContaining(one -> one.endsWith(".gitignore"));
    assertThat(folder).isDirectoryNotContaining(one -> !one.endsWith(".gitignore"));
  }

  @Test
  void whatHasItsNameStaysAsItIs() throws IOException {
    Path folder = project.resolve(OwnFolder.NAME);
    Files.createSymbolicLink(folder, project.resolve("a disk that is not there"));
    assertThatThrownBy(() -> new OwnFolder(folder).make()).isInstanceOf(IOException.class);
    assertThat(folder).isSymbolicLink();
    Files.delete(folder);
    Files.writeString(folder, "mine");
    assertThatThrownBy(() -> new OwnFolder(folder).make()).isInstanceOf(IOException.class);
    assertThat(folder).hasContent("mine");
    assertThat(project).isDirectoryNotContaining(one -> !one.equals(folder));
  }

  @Test
  void anIgnoreFileIsAddedToAFolderThatIsThere() throws IOException {
    Path folder = Files.createDirectory(project.resolve(OwnFolder.NAME));
    new OwnFolder(folder).make();
    assertThat(folder.resolve(".gitignore")).hasContent("*\n");
    Files.writeString(folder.resolve(".gitignore"), "!memory.db\n");
    new OwnFolder(folder).make();
    assertThat(folder.resolve(".gitignore")).hasContent("!memory.db\n");
  }
}
