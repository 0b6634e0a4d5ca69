package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;
import quire.storage.vault.tree.TreeWatcher;
import quire.storage.vault.tree.VaultOptions;
import quire.storage.vault.tree.VaultPlaces;
import quire.storage.vault.write.CrashPoint;

/** Writes of very many notes. */
class VaultFillingTest {
  /** More than the system keeps reports of, each note being reported at least once. */
  private static final int MANY = 700;

  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void reportsThatAreGatheredInTimeAreNotLost() throws IOException {
    VaultPlaces places =
        VaultPlaces.find(
            scene.settings(),
            VaultOptions.of(scene.settings().options(), scene.settings().patience()));
    Set<String> reported = new HashSet<>();
    boolean everywhere = false;
    try (TreeWatcher watcher = TreeWatcher.of(places, true)) {
      watcher.watch(List.of(places.root()));
      for (int i = 0; i < MANY; i++) {
        Files.writeString(places.root().resolve("note %d.md".formatted(i)), "text");
        if (i % 16 == 0) {
          watcher.gather();
        }
      }
      for (int rounds = 0; reported.size() < MANY && rounds < 1_000; rounds++) {
        TreeWatcher.Events events = watcher.events();
        reported.addAll(events.notes());
        everywhere |= events.lookEverywhere();
        LockSupport.parkNanos(10_000_000);
      }
    }
    assertThat(reported).hasSize(MANY);
    assertThat(everywhere).isFalse();
  }

  @Test
  void aWriteOfManyNotesLetsReportsBeGathered() {
    List<Integer> looks = new ArrayList<>();
    try (VaultMemoryStore store =
        scene.open(
            step -> {
              if (step == CrashPoint.LOCKED) {
                looks.add(1);
              }
            })) {
      var _ = store.createEntities(entities(), VaultScene.AUTHOR);
      looks.clear();
      for (int i = 0; i < 5; i++) {
        VaultScene.remember(store, "another %d".formatted(i), "fact");
      }
    }
    // One that has to look at the whole tree first takes the lock twice.
    assertThat(looks).hasSize(5);
  }

  private static List<Entity> entities() {
    return IntStream.range(0, MANY)
        .mapToObj(i -> new Entity("entity " + i, "thing", List.of("fact " + i)))
        .toList();
  }

  @Test
  void aVaultThatIsFilledHoldsWhatAnyOtherDoes() {
    var provider = new VaultMemoryStoreProvider();
    List<Relation> relations =
        IntStream.range(1, 50)
            .mapToObj(i -> new Relation("entity " + i, "entity 0", "leads to"))
            .toList();
    try (MemoryStore store = provider.openToFill(scene.settings(), Clock.systemUTC())) {
      var _ = store.createEntities(entities(), VaultScene.AUTHOR);
      var _ = store.createRelations(relations, VaultScene.AUTHOR);
      VaultScene.add(store, "entity 3", "more");
    }
    try (MemoryStore store = scene.open();
        GraphSnapshot all = store.read(new Selection.Everything())) {
      assertThat(all.toGraph().entities()).hasSize(MANY);
      assertThat(all.toGraph().relations()).isEqualTo(relations);
      assertThat(store.problems()).isEmpty();
    }
  }
}
