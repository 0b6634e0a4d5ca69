package quire.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.cli.Scene;
import quire.cli.base.Flags;
import quire.cli.base.Notices;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;

class StoreWatchTest {
  private static final Author AUTHOR = new Author("test", "session");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));
  private List<String> said = new ArrayList<>();
  private Notices notices = new Notices(said::add);

  @BeforeEach
  void set() {
    scene = new Scene(folder);
    scene.variables.put("QUIRE_STATE_DIR", folder.resolve("state").toString());
  }

  private Settings settings() {
    return new SettingsReader(scene.at(scene.project), List.of(new MarkedBackend()))
        .read(new Flags(Optional.empty(), Optional.empty()));
  }

  private Path store() {
    return scene.project.resolve(".quire/memory.db");
  }

  private StoreOpener opener() {
    said = new ArrayList<>();
    notices = new Notices(said::add);
    return new StoreOpener(CLOCK, new KnownStores(scene.at(scene.project)), notices);
  }

  /** A session that writes these entities, or only reads. */
  private List<String> session(String... names) {
    StoreOpener opener = opener();
    try (MemoryStore store = opener.open(settings())) {
      for (String name : names) {
        store.createEntities(List.of(new Entity(name, "t", List.of("fact"))), AUTHOR);
      }
      opener.watch(settings()).note(store);
    }
    return notices.kept();
  }

  @Test
  void aStoreThatIsGoneIsMissedByEachSessionUntilItsNoteIsDeleted() throws IOException {
    assertThat(session("a", "b")).isEmpty();
    assertThat(session()).isEmpty();
    MarkedBackend.delete(store());
    assertThat(session())
        .singleElement()
        .asString()
        .contains(store().toString())
        .contains("2 entities, 2 observations and 0 relations on 2026-11-29")
        .contains("put the file back");
    assertThat(session("new")).hasSize(1);
    assertThat(session("newer", "newest")).hasSize(1);
    assertThat(said).as("told people once").hasSize(1);
    String note = said.getFirst().replaceFirst(".* delete ", "");
    Files.delete(Path.of(note));
    assertThat(session("x")).isEmpty();
  }

  @Test
  void aStoreThatIsGoneIsMissedWithTheCommandThatBringsItsBackupBack() throws IOException {
    Backups backups = new KnownStores(scene.at(scene.project)).backups(settings());
    assertThat(session("a")).isEmpty();
    backups.makeFolder();
    Path backup = Files.createFile(backups.ofDay(CLOCK.instant()));
    assertThat(session("b")).isEmpty();
    MarkedBackend.delete(store());
    assertThat(session())
        .singleElement()
        .asString()
        .contains("put the file back from where it is now. ")
        .endsWith("quire restore " + backup + " --store " + settings().address());
    Files.delete(new KnownStores(scene.at(scene.project)).noteOfLoss(settings().address()));
    assertThat(session())
        .as("also if nobody remembers it")
        .singleElement()
        .asString()
        .startsWith("There is no store ")
        .endsWith("quire restore " + backup + " --store " + settings().address());
    assertThat(session("new")).hasSize(1);
    assertThat(session("newer")).isEmpty();
  }

  @Test
  void whatIsNotYetReplacedIsForgottenInTheSameWay() throws IOException {
    session("a");
    MarkedBackend.delete(store());
    session();
    Files.delete(Path.of(said.getFirst().replaceFirst(".* delete ", "")));
    assertThat(session()).isEmpty();
  }

  @Test
  void aStoreThatComesBackIsNoLongerMissed() throws IOException {
    session("a");
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(store(), elsewhere);
    assertThat(session("other")).hasSize(1);
    Files.move(elsewhere, store(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(session()).isEmpty();
    assertThat(session("b")).isEmpty();
  }

  @Test
  void anOlderStoreInItsPlaceIsNoticed() throws IOException {
    session("a", "b", "c");
    MarkedBackend.delete(store());
    scene.write(store(), "");
    assertThat(session("a")).hasSize(1);
    assertThat(session()).hasSize(1);
  }

  @Test
  void anEmptyStoreIsMissedByNobody() throws IOException {
    session("a");
    try (MemoryStore store = opener().open(settings())) {
      store.deleteEntities(List.of("a"), AUTHOR);
      opener().watch(settings()).note(store);
    }
    MarkedBackend.delete(store());
    assertThat(session("b")).isEmpty();
  }

  @Test
  void ofSeveralThatWereLostTheLargestIsNamed() throws IOException {
    session("a", "b", "c");
    MarkedBackend.delete(store());
    session("d");
    MarkedBackend.delete(store());
    assertThat(session("e")).singleElement().asString().contains("3 entities");
  }

  @Test
  void aStateFolderThatCannotBeWrittenKeepsNobodyFromWriting() throws IOException {
    scene.write(folder.resolve("state"), "no folder");
    assertThat(session("a")).isEmpty();
    assertThat(said).isEmpty();
  }

  @Test
  void aDamagedNoteCountsAsNone() throws IOException {
    session("a");
    try (var notes = Files.list(folder.resolve("state/stores"))) {
      Files.writeString(notes.findFirst().orElseThrow(), "sequence=x");
    }
    MarkedBackend.delete(store());
    assertThat(session("b")).isEmpty();
  }
}
