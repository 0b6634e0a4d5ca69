package quire.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Backends;
import quire.cli.Scene;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Flags;
import quire.cli.base.Surroundings;

class WrittenPathTest {
  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));

  @BeforeEach
  void set() {
    scene = new Scene(folder);
  }

  @Test
  void whatNoShellReplacedIsRefusedAndTheVariableNamed() {
    for (String name : List.of("QUIRE_STORE", "MEMORY_DB_PATH", "MEMORY_FILE_PATH")) {
      for (String path :
          List.of(
              "${HOME}/memory.db",
              "/data/${PROJECT}/memory.db",
              "$HOME/memory.db",
              "$HOME",
              "%USERPROFILE%/memory.db",
              "/c/%APPDATA%/memory.db",
              "C:\\Users\\me\\memory.db",
              "c:/memory.db",
              "\\\\server\\share\\memory.db")) {
        scene.variables.clear();
        scene.variables.put(name, name.equals("QUIRE_STORE") ? "sqlite:" + path : path);
        assertThatThrownBy(scene::settings)
            .as("%s=%s", name, path)
            .isInstanceOf(ConfigurationException.class)
            .hasMessageStartingWith(name)
            .hasMessageContaining("nothing was opened");
      }
    }
  }

  @Test
  void aFileMayBeCalledNearlyAnything() {
    for (String name :
        List.of("100%", "a%20b", "what?", "a\\b", "$HOME", "$5", "{y}", "a;b&c=d", "50% off %x%")) {
      scene.variables.put("QUIRE_STORE", "sqlite:/data/" + name + "/memory.db");
      assertThat(scene.settings().store().location()).isEqualTo("/data/" + name + "/memory.db");
    }
  }

  @Test
  void theSameHoldsForFlagsAndFiles() {
    assertThatThrownBy(
            () -> scene.settings(new Flags(Optional.of("sqlite:${X}/m.db"), Optional.empty())))
        .hasMessageStartingWith("--store");
    Path file = scene.projectFile("store = 'sqlite:$HOME/m.db'");
    assertThatThrownBy(scene::settings).hasMessageStartingWith(file + ":1");
  }

  @Test
  void anAddressOfAFileIsAFile() {
    scene.variables.put("MEMORY_DB_PATH", "sqlite:/m/a.db");
    assertThat(scene.settings().store().location()).isEqualTo("/m/a.db");
    scene.variables.put("MEMORY_DB_PATH", "file:///m/b.db");
    assertThat(scene.settings().store().location()).isEqualTo("/m/b.db");
    scene.variables.put("MEMORY_DB_PATH", "postgres://host/b");
    assertThatThrownBy(scene::settings).hasMessageContaining("QUIRE_STORE");
  }

  @Test
  void theFormersFileIsFoundInTheHomeAndBesideAnyStore() {
    scene.variables.put("MEMORY_FILE_PATH", "~/memory.jsonl");
    assertThat(scene.settings().importFrom()).contains(scene.home.resolve("memory.jsonl"));
    assertThat(scene.settings().store().location())
        .isEqualTo(scene.home.resolve("memory.db").toString());
    scene.variables.put("QUIRE_STORE", "tree:/notes");
    assertThat(scene.settings().importFrom()).contains(scene.home.resolve("memory.jsonl"));
    assertThat(scene.settings().address()).isEqualTo("tree:/notes");
  }

  @Test
  void homeDecidesBeforeTheListOfUsersAndNeitherIsNoPlace() {
    assertThat(Surroundings.home(Map.of("HOME", "/h"), "/listed", "Linux"))
        .isEqualTo(Path.of("/h"));
    assertThat(Surroundings.home(Map.of("HOME", ""), "/listed", "Linux"))
        .isEqualTo(Path.of("/listed"));
    assertThat(Surroundings.home(Map.of("HOME", "relative"), "/listed", "Mac OS X"))
        .isEqualTo(Path.of("/listed"));
    Path none = Surroundings.home(Map.of(), "?", "Linux");
    assertThat(none.startsWith(Surroundings.NOWHERE)).isTrue();
    Surroundings here =
        new Surroundings(Map.of(), folder, none, "Linux", scene.at(folder).processes());
    Flags flags = new Flags(Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> new SettingsReader(here, Backends.INSTALLED).read(flags))
        .hasMessageContaining("Set HOME");
  }

  @Test
  void aFolderThatIsGoneIsNoProjectAndANamedStoreIsServedAllTheSame() {
    Surroundings gone = scene.at(Surroundings.NOWHERE.resolve("folder"));
    SettingsReader reader = new SettingsReader(gone, Backends.INSTALLED);
    Flags none = new Flags(Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> reader.read(none)).hasMessageContaining("is gone");
    Flags named = new Flags(Optional.of("sqlite:/data/m.db"), Optional.empty());
    assertThat(reader.read(named).store().location()).isEqualTo("/data/m.db");
  }
}
