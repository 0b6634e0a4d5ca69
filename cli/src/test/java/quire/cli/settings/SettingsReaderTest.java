package quire.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Durability;
import quire.cli.Backends;
import quire.cli.Scene;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Flags;

class SettingsReaderTest {
  @TempDir private Path folder;
  private Scene scene;

  @BeforeEach
  void set() {
    scene = new Scene(folder);
  }

  private String address() {
    return scene.settings().address();
  }

  private String origin(String key) {
    return scene.settings().reasons().stream()
        .filter(reason -> reason.key().equals(key))
        .findFirst()
        .orElseThrow()
        .origin();
  }

  @Test
  void withoutAnyConfigurationTheStoreIsInTheProject() {
    assertThat(address()).isEqualTo("sqlite:" + scene.project.resolve(".quire/memory.db"));
    assertThat(origin("store")).isEqualTo("default");
  }

  @Test
  void withoutAProjectTheStoreIsAmongTheUsersData() {
    Settings settings =
        new SettingsReader(scene.at(scene.home), Backends.INSTALLED)
            .read(new Flags(Optional.empty(), Optional.empty()));
    assertThat(settings.address())
        .isEqualTo("sqlite:" + scene.home.resolve(".local/share/quire/memory.db"));
  }

  @Test
  void aStrongerPlaceWins() {
    scene.userFile("store = 'sqlite:user.db'");
    assertThat(address()).isEqualTo("sqlite:" + scene.home.resolve(".config/quire/user.db"));
    Path file = scene.projectFile("# mine\nstore = 'sqlite:project.db'");
    assertThat(address()).isEqualTo("sqlite:" + scene.project.resolve("project.db"));
    assertThat(origin("store")).isEqualTo(file + ":2");
    scene.variables.put("MEMORY_FILE_PATH", "/m/memory.jsonl");
    assertThat(address()).isEqualTo("sqlite:/m/memory.db");
    scene.variables.put("QUIRE_STORE", "sqlite:/v/variable.db");
    assertThat(address()).isEqualTo("sqlite:/v/variable.db");
    Flags flags = new Flags(Optional.of("sqlite:flag.db"), Optional.empty());
    assertThat(scene.settings(flags).address())
        .isEqualTo("sqlite:" + scene.project.resolve("flag.db"));
  }

  @Test
  void eachKeyComesFromTheStrongestPlaceThatGivesIt() {
    scene.userFile("durability = 'normal'\n[deadlines]\ncall_seconds = 3");
    scene.projectFile("[deadlines]\ncall_seconds = 2.5\n[limits]\ncall_bytes = 1000");
    Settings settings = scene.settings();
    assertThat(settings.store().durability()).isEqualTo(Durability.NORMAL);
    assertThat(settings.callDeadline()).isEqualTo(Duration.ofMillis(2500));
    assertThat(settings.store().patience()).isEqualTo(Duration.ofMillis(2500));
    assertThat(settings.store().limits().callBytes()).isEqualTo(1000);
  }

  @Test
  void everyKeyHasAVariable() {
    scene.variables.put("QUIRE_DURABILITY", "normal");
    scene.variables.put("QUIRE_LIMITS_NAME_CODE_POINTS", "7");
    scene.variables.put("QUIRE_DEADLINES_CALL_SECONDS", "0.5");
    Settings settings = scene.settings();
    assertThat(settings.store().durability()).isEqualTo(Durability.NORMAL);
    assertThat(settings.store().limits().nameCodePoints()).isEqualTo(7);
    assertThat(settings.callDeadline()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void theOptionsOfTheBackendInForceReachIt() {
    scene.projectFile("store = 'tree'\n[tree]\ncolour = 'green'\ndepth = 3");
    assertThat(scene.settings().store().options())
        .containsEntry("colour", "green")
        .containsEntry("depth", "3");
    assertThat(address()).isEqualTo("tree:" + scene.project.resolve(".quire/tree"));
  }

  @Test
  void anUnknownKeyIsNamedWithFileLineAndTheNearestOne() {
    Path file = scene.projectFile("store = 'sqlite'\n\ndurabilty = 'full'");
    assertThatThrownBy(scene::settings)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(file + ":3: unknown key 'durabilty'; the nearest valid key is 'durability'");
  }

  @Test
  void aKeyThatIsLikeNoneIsAnsweredWithAllOfThem() {
    scene.projectFile("[database]\nlocation = 'x'");
    assertThatThrownBy(scene::settings)
        .hasMessageContaining("unknown key 'database.location'; valid are ")
        .hasMessageContaining("durability, ")
        .hasMessageContaining("tree.depth");
  }

  @Test
  void aProjectThatIsNotThereIsNotTakenForNone() {
    Path typo = scene.project.resolveSibling("porject");
    assertThatThrownBy(() -> scene.settings(new Flags(Optional.empty(), Optional.of(typo))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("--project: there is no folder " + typo + "; nothing was opened");
    scene.variables.put("QUIRE_PROJECT_DIR", "../porject");
    assertThatThrownBy(scene::settings).hasMessageStartingWith("QUIRE_PROJECT_DIR: there is no");
  }

  @Test
  void anUnknownOptionOfABackendIsNamedToo() {
    Path file = scene.projectFile("[tree]\ncolor = 'green'");
    assertThatThrownBy(scene::settings)
        .hasMessage(file + ":2: unknown key 'tree.color'; the nearest valid key is 'tree.colour'");
  }

  @Test
  void aWrongTypeIsNamedWithFileLineAndWhatIsExpected() {
    Path file = scene.projectFile("[deadlines]\ncall_seconds = 'soon'");
    assertThatThrownBy(scene::settings)
        .hasMessage(
            file + ":2: deadlines.call_seconds must be seconds from 0.1 to 3600, not \"soon\"");
  }

  @Test
  void aWrongValueIsAnErrorEvenWhereAStrongerPlaceWins() {
    scene.projectFile("durability = 7");
    scene.variables.put("QUIRE_DURABILITY", "full");
    assertThatThrownBy(scene::settings).hasMessageContaining("must be \"full\" or \"normal\"");
  }

  @Test
  void aFileThatIsNoTomlIsNamedWithTheLine() {
    Path file = scene.userFile("store = 'sqlite'\n= 7");
    assertThatThrownBy(scene::settings).hasMessageStartingWith(file + ":2: ");
  }

  @Test
  void aFileThatIsTooLongIsRefusedBeforeItIsRead() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      text.append("key").append(i).append(" = 1\n");
    }
    Path file = scene.projectFile(text.toString());
    assertThatThrownBy(this::address)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(file + " has more than 64 KiB");
  }

  @Test
  void aMissingBackendIsNamedWithThoseThatAreThere() {
    scene.variables.put("QUIRE_STORE", "vault:/v");
    assertThatThrownBy(scene::settings)
        .hasMessage(
            "QUIRE_STORE: no backend 'vault' here, available: sqlite, tree. Install the flavour"
                + " vault or full");
  }

  @Test
  void aRelativePathInAVariableMeansTheProject() {
    scene.variables.put("QUIRE_STORE", "sqlite:notes.db");
    assertThat(address()).isEqualTo("sqlite:" + scene.project.resolve("notes.db"));
  }

  @Test
  void aRelativePathInAVariableIsRefusedWithoutAProject() {
    scene.variables.put("QUIRE_STORE", "sqlite:notes.db");
    SettingsReader reader = new SettingsReader(scene.at(scene.home), Backends.INSTALLED);
    assertThatThrownBy(() -> reader.read(new Flags(Optional.empty(), Optional.empty())))
        .hasMessageContaining("give an absolute path");
    scene.variables.remove("QUIRE_STORE");
    scene.variables.put("MEMORY_FILE_PATH", "memory.jsonl");
    assertThatThrownBy(() -> reader.read(new Flags(Optional.empty(), Optional.empty())))
        .hasMessageContaining("MEMORY_FILE_PATH: \"memory.jsonl\" is relative");
  }

  @Test
  void theProjectOfTheFlagWinsOverTheVariableAndTheWorkingDirectory() {
    Path other = folder.resolve("other");
    scene.write(other.resolve("quire.toml"), "");
    scene.variables.put("QUIRE_PROJECT_DIR", other.toString());
    assertThat(address()).isEqualTo("sqlite:" + other.resolve(".quire/memory.db"));
    Flags flags = new Flags(Optional.empty(), Optional.of(scene.project));
    assertThat(scene.settings(flags).address())
        .isEqualTo("sqlite:" + scene.project.resolve(".quire/memory.db"));
  }

  @Test
  void aDatabaseOfTheFormerServerIsUsedInPlaceAndItsJsonlFileIsImported() {
    scene.variables.put("MEMORY_DB_PATH", "/m/memory.sqlite");
    assertThat(address()).isEqualTo("sqlite:/m/memory.sqlite");
    assertThat(scene.settings().importFrom()).isEmpty();
    scene.variables.put("MEMORY_FILE_PATH", "/m/memory.jsonl");
    assertThat(scene.settings().importFrom()).contains(Path.of("/m/memory.jsonl"));
  }

  @Test
  void aStoreNamedOutrightTakesOverTheFormersFileToo() {
    scene.variables.put("MEMORY_FILE_PATH", "/m/memory.jsonl");
    scene.variables.put("QUIRE_STORE", "sqlite:/v/variable.db");
    assertThat(scene.settings().importFrom()).contains(Path.of("/m/memory.jsonl"));
  }
}
