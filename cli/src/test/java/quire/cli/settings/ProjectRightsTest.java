package quire.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.spi.MemoryStoreProvider;
import quire.cli.Backends;
import quire.cli.Scene;
import quire.cli.base.ExitCode;
import quire.conformance.HeapMemoryStoreProvider;

class ProjectRightsTest {
  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));

  @BeforeEach
  void set() throws IOException {
    scene = new Scene(folder.toRealPath());
  }

  private void assertRefused() {
    assertThat(scene.run("graph")).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed().getFirst())
        .contains("was not approved; nothing was opened")
        .contains("quire trust");
    assertThat(scene.run("add", "A", "a")).isEqualTo(ExitCode.CONFIGURATION.number());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqlite:../elsewhere/memory",
        "sqlite:~/work/secret/.quire/memory",
        "sqlite:/var/tmp/quire-elsewhere/memory",
      })
  void aProjectsFileMayNotNameAStoreOutsideOfIt(String store) {
    scene.projectFile("store = \"%s\"\n".formatted(store));
    assertRefused();
  }

  @Test
  void aStoreOnAServerIsOutsideToo() {
    List<MemoryStoreProvider> backends =
        List.of(Backends.INSTALLED.getFirst(), new HeapMemoryStoreProvider());
    scene.projectFile("store = \"heap:a server\"\n");
    assertThat(scene.run(backends, "add", "A", "a")).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed().getFirst())
        .contains("the store is on a server, heap:a server")
        .contains("was not approved; nothing was opened");
    assertThat(scene.run(backends, "add", "A", "a", "--store", "heap:a server")).isZero();
    assertThat(scene.run(backends, "trust")).isZero();
    assertThat(scene.run(backends, "add", "B", "b")).isZero();
    scene.projectFile("store = \"heap:another\"\n");
    assertThat(scene.run(backends, "graph")).isEqualTo(ExitCode.CONFIGURATION.number());
  }

  @Test
  void aProjectsFileMayNotTurnTheGuardOfSecretsOff() {
    scene.projectFile("secrets = \"off\"\n");
    assertRefused();
    assertThat(scene.run("trust")).isZero();
    assertThat(scene.said()).contains("secrets are stored as they are");
    assertThat(scene.run("add", "A", "a")).isZero();
    scene.projectFile("secrets = \"refuse\"\n");
    assertThat(scene.run("add", "A", "b")).isZero();
  }

  @Test
  void theUsersOwnFileMayTurnItOff() {
    scene.userFile("secrets = \"off\"\n");
    assertThat(scene.run("add", "A", "a")).isZero();
  }

  @Test
  void aStoreInTheProjectThatOthersCouldHavePutThereIsNotOpened() throws IOException {
    Path own = Files.createDirectories(scene.project.resolve(".quire"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused();
    assertThat(scene.noticed().toString()).contains("can be changed by every user");
    assertThat(own).isEmptyDirectory();
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(scene.run("add", "A", "a")).isZero();
  }

  @Test
  void itMayNameOneInside() {
    scene.projectFile("store = \"sqlite:notes/memory\"\n");
    assertThat(scene.run("add", "A", "a")).isZero();
  }

  @Test
  void aLinkThatLeadsOutIsNotFollowed() throws IOException {
    Path outside = Files.createDirectories(scene.home.resolve("other/.quire"));
    Files.createSymbolicLink(scene.project.resolve(".quire"), outside);
    assertRefused();
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aForgedWorkTreeDoesNotLeadToAnotherProject() throws IOException {
    Path secret = Files.createDirectories(scene.home.resolve("secret/.git"));
    Path clone = Files.createDirectories(scene.home.resolve("clone"));
    Files.createDirectories(clone.resolve("g"));
    Files.writeString(clone.resolve(".git"), "gitdir: ./g\n");
    Files.writeString(clone.resolve("g/commondir"), "../../secret/.git\n");
    assertThat(scene.runIn(clone, "where")).isZero();
    assertThat(scene.said()).contains(clone.toString()).doesNotContain(secret.toString());
  }

  @Test
  void approvalHoldsUntilTheFileSaysSomethingElse() {
    scene.projectFile("store = \"sqlite:../one/memory\"\n");
    assertThat(scene.run("trust", "--dry-run")).isZero();
    assertThat(scene.said()).contains("the store is").contains("dry run");
    assertRefused();
    assertThat(scene.run("trust")).isZero();
    assertThat(scene.said()).contains("Approved.");
    assertThat(scene.run("graph")).isZero();
    scene.projectFile("store = \"sqlite:../two/memory\"\n");
    assertRefused();
    scene.projectFile("store = \"sqlite:../one/memory\"\n");
    assertThat(scene.run("graph")).isZero();
    assertThat(scene.run("trust", "--revoke")).isZero();
    assertRefused();
  }

  @Test
  void theUsersOwnFileVariableAndFlagNeedNoApproval() {
    scene.userFile("store = \"sqlite:/var/tmp/quire-elsewhere/memory\"\n");
    assertThat(scene.run("graph")).isZero();
    assertThat(scene.run("graph", "--store", "sqlite:/var/tmp/quire-elsewhere/other")).isZero();
    scene.variables.put("QUIRE_STORE", "sqlite:/var/tmp/quire-elsewhere/third");
    assertThat(scene.run("graph")).isZero();
    assertThat(scene.run("trust")).isEqualTo(ExitCode.NOTHING_TO_DO.number());
  }

  @Test
  void whatEverybodyCouldHavePutThereDecidesNothing() throws IOException {
    Path open = Files.createDirectories(scene.home.resolve("open"));
    Files.writeString(
        open.resolve("quire.toml"), "store = \"sqlite:/var/tmp/quire-elsewhere/x\"\n");
    Files.createDirectories(open.resolve(".git"));
    Path job = Files.createDirectories(open.resolve("job"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(scene.runIn(job, "where")).isZero();
    assertThat(scene.said())
        .contains("not believed")
        .contains("can be changed by every user of this machine")
        .doesNotContain("quire-elsewhere");
  }
}
