package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.storage.vault.VaultScene.AUTHOR;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.names;
import static quire.storage.vault.VaultScene.relate;
import static quire.storage.vault.VaultScene.relations;
import static quire.storage.vault.VaultScene.remember;
import static quire.storage.vault.VaultScene.texts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.Change;
import quire.api.Change.Action;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Subject;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.Subject.OfRelation;
import quire.api.history.PastGraph;
import quire.api.history.Undo;

/** What people do to the facts that agents wrote is in the log, once. */
class VaultRemovedByHandTest {
  private static final Author PERSON = new Author("by hand", "");
  private static final OfObservation BLACK = observation("Tea", "black");

  private VaultScene scene;
  private long written;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
    try (VaultMemoryStore store = scene.open()) {
      remember(store, "Tea", "green", "black");
      remember(store, "Pot", "of clay");
      relate(store, "Pot", "Tea", "holds");
      relate(store, "Tea", "Pot", "needs");
      written = store.lastSequence();
    }
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private static OfObservation observation(String entity, String text) {
    return new OfObservation(entity, Optional.of(text));
  }

  private void removeBullet(String text) {
    scene.write("Tea.md", scene.text("Tea.md").replace("- " + text + "\n", ""));
  }

  private Path file(String path) {
    return scene.root().resolve(path);
  }

  /** {@return the changes that are no agent's, as signs and facts} */
  private static List<String> byHand(MemoryStore store) {
    List<String> told = new ArrayList<>();
    for (Change change : store.changes(ChangeQuery.after(0, 1_000))) {
      if (change.author().equals(PERSON)) {
        told.add((change.action() == Action.ADDED ? "+ " : "- ") + fact(change.subject()));
      }
    }
    return told;
  }

  /** {@return the same once there are so many} Of a note it is believed after five seconds. */
  private static List<String> byHand(MemoryStore store, int count) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (byHand(store).size() < count && System.nanoTime() < deadline) {
      LockSupport.parkNanos(20_000_000);
    }
    return byHand(store);
  }

  /** What people do is noticed a moment later, a note that went after five seconds. */
  private static void awaitNames(MemoryStore store, boolean mine) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (names(store).contains("Mine") != mine && System.nanoTime() < deadline) {
      LockSupport.parkNanos(20_000_000);
    }
    assertThat(names(store).contains("Mine")).isEqualTo(mine);
  }

  private static String fact(Subject subject) {
    return switch (subject) {
      case OfEntity(String name, _) -> name;
      case OfObservation(String name, Optional<String> text) -> name + ": " + text.orElse("?");
      case OfRelation(Relation relation) ->
          "%s %s %s".formatted(relation.from(), relation.type(), relation.to());
    };
  }

  @Test
  void aBulletThatGoesWhileAServerRunsIsLoggedWithItsText() {
    VaultMemoryStore store = scene.open();
    assertThat(byHand(store)).isEmpty();
    removeBullet("black");
    assertThat(byHand(store, 1)).containsExactly("- Tea: black");
    assertThat(store.lastSequence()).isEqualTo(written + 1);

    assertThat(PastGraph.at(store, written, List.of("Tea")).entities().getFirst().observations())
        .containsExactly("green", "black");
    assertThat(
            PastGraph.at(store, written + 1, List.of("Tea")).entities().getFirst().observations())
        .containsExactly("green");
    scene.assertSound();
  }

  @Test
  void whatGoesWhileNoneRunsIsLoggedByTheNextAndOnlyOnce() {
    removeBullet("black");
    try (VaultMemoryStore store = scene.open()) {
      assertThat(byHand(store)).containsExactly("- Tea: black");
    }
    assertThat(byHand(scene.open())).containsExactly("- Tea: black");
    assertThat(scene.open().lastSequence()).isEqualTo(written + 1);
  }

  @Test
  void aNoteThatGoesTakesItsFactsAlong() throws IOException {
    Files.delete(file("Tea.md"));
    assertThat(byHand(scene.open()))
        .containsExactly("- Tea: green", "- Tea: black", "- Tea needs Pot", "- Tea");
    assertThat(relations(scene.open())).containsExactly(new Relation("Pot", "Tea", "holds"));
    scene.assertSound();
  }

  @Test
  void twoProcessesLogItOnce() throws Exception {
    VaultMemoryStore store = scene.open();
    assertThat(byHand(store)).isEmpty();
    Path start = scene.root().resolveSibling("start");
    try (ChildProcess one = scene.child("", "changes", "await|" + start, "changes");
        ChildProcess two = scene.child("", "changes", "await|" + start, "changes")) {
      one.awaitLines("changes", 1);
      two.awaitLines("changes", 1);
      removeBullet("black");
      Files.delete(file("Pot.md"));
      Files.createFile(start);
      byHand(store);
      one.awaitEnd(0);
      two.awaitEnd(0);
    }
    assertThat(byHand(store, 4))
        .containsExactlyInAnyOrder("- Tea: black", "- Pot: of clay", "- Pot holds Tea", "- Pot");
    assertThat(byHand(scene.open())).hasSize(4);
  }

  @Test
  void aDeathWhileItIsLoggedLeavesItToTheNext() throws Exception {
    removeBullet("black");
    try (ChildProcess child = scene.child("LOGGED", "changes")) {
      child.awaitEnd(ChildProcess.HALTED);
    }
    assertThat(byHand(scene.open())).containsExactly("- Tea: black");
    scene.assertSound();
  }

  @Test
  void aNoteThatIsRenamedIsRenamedInTheHistory() throws IOException {
    Files.move(file("Tea.md"), file("Mate.md"));
    VaultMemoryStore store = scene.open();
    assertThat(byHand(store))
        .containsExactly(
            "- Tea",
            "- Tea: green",
            "- Tea: black",
            "- Tea needs Pot",
            "- Pot holds Tea",
            "+ Mate",
            "+ Mate: green",
            "+ Mate: black",
            "+ Mate needs Pot",
            "+ Pot holds Mate");
    assertThat(PastGraph.at(store, store.lastSequence()).relations())
        .containsExactlyInAnyOrderElementsOf(relations(store));
    assertThat(byHand(scene.open())).hasSize(10);
    Files.move(file("Mate.md"), file("Tea.md"));
    try (VaultMemoryStore again = scene.open()) {
      assertThat(byHand(again)).hasSize(20).endsWith("+ Tea needs Pot", "+ Pot holds Tea");
      assertThat(PastGraph.at(again, again.lastSequence()).entities())
          .extracting(Entity::name)
          .containsExactlyInAnyOrder("Tea", "Pot");
    }
  }

  @Test
  void whatComesBackIsLoggedAsThereAgainAndStaysTheAgents() {
    String whole = scene.text("Tea.md");
    VaultMemoryStore store = scene.open();
    removeBullet("black");
    assertThat(byHand(store, 1)).containsExactly("- Tea: black");
    scene.write("Tea.md", whole);
    assertThat(byHand(store, 2)).containsExactly("- Tea: black", "+ Tea: black");
    assertThat(byHand(scene.open())).hasSize(2);
    assertThat(scene.open().recall(RecallQuery.of("black", 1)).facts().getFirst().fact().author())
        .isEqualTo(AUTHOR);
  }

  @Test
  void undoBringsItBack() {
    removeBullet("black");
    VaultMemoryStore store = scene.open();
    assertThat(byHand(store)).hasSize(1);
    var plan = Undo.carryOut(store, Set.of(written + 1), false, AUTHOR);
    assertThat(plan.amendment().additions()).containsExactly(BLACK);
    assertThat(texts(scene.open(), "Tea")).containsExactly("green", "black");
    assertThat(byHand(scene.open())).hasSize(1);
  }

  @Test
  void aWriteComesBehindWhatWasRemovedBefore() {
    VaultMemoryStore store = scene.open();
    assertThat(texts(store, "Tea")).contains("black");
    removeBullet("black");
    assertThat(texts(store, "Tea")).containsExactly("green");
    add(store, "Tea", "black");
    List<Change> changes = store.changes(ChangeQuery.after(written, 10));
    assertThat(changes).extracting(Change::subject).containsExactly(BLACK, BLACK);
    assertThat(changes).extracting(Change::action).containsExactly(Action.REMOVED, Action.ADDED);
    assertThat(changes).extracting(Change::author).containsExactly(PERSON, AUTHOR);
  }

  @Tag("long")
  @Test
  void whatTheLogNeverKnewIsTheirsAlone() throws IOException {
    scene.write("Tea.md", scene.text("Tea.md").replace("- green", "- white\n- green"));
    VaultMemoryStore store = scene.open();
    assertThat(texts(store, "Tea")).contains("white");
    removeBullet("white");
    scene.write("Mine.md", "---\ntype: x\n---\n## Observations\n\n- mine\n");
    awaitNames(store, true);
    Files.delete(file("Mine.md"));
    awaitNames(store, false);
    assertThat(byHand(store)).isEmpty();
    assertThat(store.lastSequence()).isEqualTo(written);
  }

  @Test
  void aNoteThatCannotBeReadAsItIsSaysNothing() throws IOException {
    String whole = scene.text("Tea.md");
    scene.write("Tea.md", "<<<<<<< HEAD\n" + whole.replace("- black\n", "") + ">>>>>>> other\n");
    Files.move(file("Pot.md"), file("Pot.md.nextcloud"));
    assertThat(byHand(scene.open())).isEmpty();
    Files.move(file("Pot.md.nextcloud"), file("Pot.md"));
    String half = whole.substring(0, whole.indexOf("- black"));
    Files.writeString(file("Tea.md"), half); // an editor is just saving it
    Files.setLastModifiedTime(file("Tea.md"), FileTime.from(Instant.now().plusMillis(1_500)));
    assertThat(byHand(scene.open())).isEmpty();
  }

  @Test
  void theStatusStillTellsIt() {
    removeBullet("black");
    VaultMemoryStore store = scene.open();
    assertThat(byHand(store)).hasSize(1);
    assertThat(store.vanishedFacts()).singleElement().asString().contains("\"Tea\"");
  }

  @Test
  void aVaultThatCannotBeWrittenIsReadAsItIs() {
    removeBullet("black");
    assertThat(byHand(scene.with("read-only", "true").open())).isEmpty();
  }
}
