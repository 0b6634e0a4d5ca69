package quire.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.LimitExceededException;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreUnavailableException;
import quire.cli.Scene;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Flags;
import quire.cli.base.Notices;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;

class UnmadeStoreTest {
  private static final Author AUTHOR = new Author("test", "session");
  private static final Entity ADA = new Entity("Ada", "person", List.of("wrote a program"));

  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void set() {
    scene = new Scene(folder);
  }

  private MemoryStore open() {
    Settings settings =
        new SettingsReader(scene.at(scene.project), List.of(new MarkedBackend()))
            .read(new Flags(Optional.empty(), Optional.empty()));
    return new StoreOpener(
            Clock.systemUTC(), new KnownStores(scene.at(scene.project)), new Notices(notices::add))
        .open(settings);
  }

  private Path own() {
    return scene.project.resolve(".quire");
  }

  @Test
  void whoeverOnlyReadsFindsNothingAndLeavesNothing() {
    try (MemoryStore store = open()) {
      assertThat(store.read(new Selection.Everything()).toGraph().entities()).isEmpty();
      assertThat(store.read(new Selection.Named(List.of("Ada"))).toGraph().entities()).isEmpty();
      assertThat(store.recall(RecallQuery.of("program", 10)).facts()).isEmpty();
      assertThat(store.changes(ChangeQuery.after(0, 10)).isEmpty()).isTrue();
      assertThat(store.lastSequence()).isZero();
      assertThat(store.describe().location()).isEqualTo(own().resolve("memory.db").toString());
      assertThat(store.problems()).isEmpty();
    }
    assertThat(own()).doesNotExist();
  }

  @Test
  void whatHasNothingToKeepMakesNothing() {
    try (MemoryStore store = open()) {
      assertThat(store.createEntities(List.of(), AUTHOR)).isEmpty();
      assertThat(store.createRelations(List.of(), AUTHOR)).isEmpty();
      assertThat(store.addObservations(List.of(), AUTHOR)).isEmpty();
      assertThat(store.deleteEntities(List.of("Ada"), AUTHOR)).isZero();
      assertThat(store.deleteObservations(List.of(new Observations("Ada", List.of("x"))), AUTHOR))
          .isZero();
      assertThat(store.deleteRelations(List.of(new Relation("a", "b", "c")), AUTHOR)).isZero();
      assertThatThrownBy(
              () -> store.addObservations(List.of(new Observations("Ada", List.of("x"))), AUTHOR))
          .isInstanceOf(EntityNotFoundException.class);
      assertThatThrownBy(
              () ->
                  store.createEntities(
                      List.of(new Entity("x".repeat(2_000), "t", List.of())), AUTHOR))
          .isInstanceOf(LimitExceededException.class);
    }
    assertThat(own()).doesNotExist();
  }

  @Test
  void theFirstFactMakesTheStoreInAFolderThatGitPassesOver() throws IOException {
    try (MemoryStore store = open()) {
      assertThat(store.createEntities(List.of(ADA), AUTHOR)).containsExactly(ADA);
      assertThat(store.read(new Selection.Everything()).toGraph().entities()).containsExactly(ADA);
    }
    assertThat(own().resolve("memory.db")).exists();
    assertThat(own().resolve(".gitignore")).hasContent("*\n");
    assertThat(Files.getPosixFilePermissions(own())).hasSize(3);
  }

  @Test
  void whatAnotherProcessMadeIsSeenByTheNextCall() {
    try (MemoryStore early = open();
        MemoryStore other = open()) {
      assertThat(early.lastSequence()).isZero();
      other.createRelations(List.of(new Relation("Ada", "Charles", "knows")), AUTHOR);
      assertThat(early.read(new Selection.Everything()).toGraph().relations()).hasSize(1);
    }
  }

  @Test
  void anOlderFolderIsHiddenFromGitAndAFileThatSaysOtherwiseStays() throws IOException {
    scene.write(own().resolve("memory.db"), "");
    open().close();
    assertThat(own().resolve(".gitignore")).hasContent("*\n");
    scene.write(own().resolve(".gitignore"), "!memory.db\n");
    open().close();
    assertThat(own().resolve(".gitignore")).hasContent("!memory.db\n");
  }

  @Test
  void aLinkToAFolderOfAPersonIsNotFollowedUnasked() throws IOException {
    Path persons = Files.createDirectories(folder.resolve("persons"));
    Files.createSymbolicLink(own(), persons);
    Files.createFile(persons.resolve("memory.db"));
    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("was not approved; nothing was opened");
    assertThat(persons.resolve(".gitignore")).doesNotExist();
  }

  @Test
  void afterItsEndNothingIsMade() {
    MemoryStore store = open();
    store.close();
    assertThatThrownBy(() -> store.createEntities(List.of(ADA), AUTHOR))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(store::lastSequence).isInstanceOf(StoreUnavailableException.class);
    assertThat(own()).doesNotExist();
  }
}
