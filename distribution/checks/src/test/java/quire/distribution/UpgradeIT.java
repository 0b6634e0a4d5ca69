package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.distribution.Scene.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import quire.distribution.Scene.Server;

/** Another version takes over while a window of the present one is open. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the trees are made with a POSIX shell")
class UpgradeIT {
  private final Path folder;
  private final Scene scene;
  private final Path current;

  UpgradeIT(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    this.folder = folder;
    scene = new Scene(folder, Installation.unpack("sqlite", folder.resolve("opt")));
    current = scene.product().home().resolveSibling("current");
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @Tag("long")
  @Test
  void aStoreOfAnOlderFormatIsCopiedAndThenOnlyReadByTheOldVersion() throws Exception {
    NextVersion next = NextVersion.of(scene.product(), folder.resolve("next"));
    next.changeFormat(folder.resolve("build"));
    Path old = scene.product().launcher();
    assertThat(creating(old, scene.store(), "first").lines()).noneMatch(UpgradeIT::isError);
    Server window = scene.window("window");
    scene.say(Session.creations("from the window"));
    within(Scene.START, () -> said().contains("\"id\":0"));

    Path client = scene.product().user().resolve(".cursor/mcp.json");
    assertThat(Session.of(scene.product().command("connect", "cursor")).exit()).isZero();
    assertThat(client).content().contains(old.toString());

    Session dry = upgrade("--from", next.home().toString());
    assertThat(dry.exit()).isZero();
    assertThat(current).doesNotExist();
    assertThat(copies()).isEmpty();
    Session done = upgrade("--from", next.home().toString(), "--yes");
    assertThat(done.errors()).isEmpty();
    assertThat(done.exit()).isZero();
    Path copy = copies().getFirst();
    assertThat(done.lines())
        .anyMatch(line -> line.endsWith("copied to " + copy))
        .anyMatch(line -> line.contains(window.process().pid() + " still runs version"));
    assertThat(copies()).containsExactly(copy);
    assertThat(current.toRealPath().getFileName()).hasToString("quire-9.9.9");
    assertThat(client).content().contains(current + "/bin/quire").doesNotContain(old.toString());

    // So far the store is as it was, and the window goes on.
    scene.say(Session.creation(1, "after the switch"));
    within(Scene.START, () -> said().contains("\"id\":1"));
    Path fresh = current.resolve("bin/quire");
    assertThat(creating(fresh, scene.store(), "by the new one").lines())
        .noneMatch(UpgradeIT::isError);
    scene.say(Session.creation(2, "too late"));
    within(Scene.START, () -> said().contains("\"id\":2"));
    assertThat(said().lines().filter(UpgradeIT::isError))
        .singleElement()
        .asString()
        .contains("\"id\":2")
        .contains("restart its client");
    assertThat(window.process().isAlive()).isTrue();

    assertThat(Session.of(scene.product().command(fresh, "upgrade", "--rollback", "--yes")).exit())
        .isZero();
    assertThat(current.toRealPath()).isEqualTo(scene.product().home().toRealPath());
    assertThat(reading(scene.store())).contains("first", "after the switch", "by the new one");
    assertThat(creating(fresh, scene.store(), "no").lines())
        .anyMatch(line -> isError(line) && line.contains("Upgrade Quire"));
    assertThat(reading("sqlite:" + copy)).contains("from the window").doesNotContain("by the new");
    assertThat(creating(fresh, "sqlite:" + copy, "yes").lines()).noneMatch(UpgradeIT::isError);
  }

  @Test
  void aVersionThatDoesNotStartIsRefused() throws Exception {
    NextVersion next = NextVersion.of(scene.product(), folder.resolve("next"));
    next.replace("bin/quire", "#!/bin/sh\nexit 1\n");
    Session refused = upgrade("--from", next.home().toString(), "--yes");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.errors()).singleElement().asString().contains("self-test");
    assertThat(current).doesNotExist();
  }

  private Session upgrade(String... flags) throws Exception {
    return scene.run("upgrade", flags);
  }

  private Session creating(Path launcher, String store, String name) throws Exception {
    return Session.creating(scene.product().command(launcher, "serve", "--store", store), name);
  }

  private String reading(String store) throws Exception {
    Path launcher = current.resolve("bin/quire");
    return String.join(
        "\n",
        Session.reading(scene.product().command(launcher, "serve", "--store", store)).lines());
  }

  private String said() throws Exception {
    return Files.readString(scene.output("window"));
  }

  private List<Path> copies() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("memory.db.format-"))
          .toList();
    }
  }

  private static boolean isError(String line) {
    return line.contains("\"isError\":true");
  }
}
