package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quire.storage.vault.VaultScene.AUTHOR;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.everything;
import static quire.storage.vault.VaultScene.names;
import static quire.storage.vault.VaultScene.relate;
import static quire.storage.vault.VaultScene.relations;
import static quire.storage.vault.VaultScene.remember;
import static quire.storage.vault.VaultScene.texts;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Graph;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.StoreBusyException;
import quire.storage.vault.index.NoteReader;

/**
 * Several processes and threads on one vault. C11 (two processes replace a whole note) does not
 * apply: the contract has no such call.
 */
class VaultConcurrencyCasesTest {
  private static final int PROCESSES = Integer.getInteger("quire.vault.writers", 3);
  private static final int WRITES = Integer.getInteger("quire.vault.writes", 30);

  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** Runs one script in each process, from one moment on. */
  private List<ChildProcess> together(List<String> scripts) throws Exception {
    Path barrier = scene.root().resolveSibling("go");
    List<ChildProcess> children = new ArrayList<>();
    for (String script : scripts) {
      children.add(scene.child("", "await|" + barrier, script));
    }
    for (ChildProcess child : children) {
      child.awaitLines("opened", 1);
    }
    Files.createFile(barrier);
    for (ChildProcess child : children) {
      child.awaitEnd(0);
    }
    return children;
  }

  private static List<String> scripts(String pattern) {
    return IntStream.range(0, PROCESSES).mapToObj(pattern::formatted).toList();
  }

  @Test
  void c01_aNoteThatAllWriteLosesNothing() throws Exception {
    remember(scene.open(), "hot");
    together(scripts("addMany|hot|p%d-|" + WRITES));

    List<String> facts = texts(scene.open(), "hot");
    assertThat(facts).hasSize(PROCESSES * WRITES).doesNotHaveDuplicates();
    for (int process = 0; process < PROCESSES; process++) {
      String prefix = "p" + process + "-";
      assertThat(facts.stream().filter(fact -> fact.startsWith(prefix)))
          .containsExactlyElementsOf(
              IntStream.range(0, WRITES).mapToObj(number -> prefix + number).toList());
    }
    scene.assertSound();
  }

  @Test
  void c02_ofProcessesThatCreateTheSameEntitiesOneWins() throws Exception {
    List<ChildProcess> children = together(scripts("createMany|same|%.0s" + WRITES));

    int created = 0;
    for (ChildProcess child : children) {
      created += Integer.parseInt(child.said("createMany").getFirst());
    }
    assertThat(created).isEqualTo(WRITES);
    assertThat(everything(scene.open()).entities())
        .hasSize(WRITES)
        .allMatch(entity -> entity.observations().size() == 1);
    assertThat(scene.files()).hasSize(WRITES);
  }

  @Tag("long")
  @Test
  void c03_namesThatWantTheSameFileGetOneEach() throws Exception {
    together(List.of("create|A/B|x", "create|A:B|x", "create|A-B|x", "create|a-b|x"));
    VaultMemoryStore store = scene.open();

    assertThat(names(store)).containsExactlyInAnyOrder("A/B", "A:B", "A-B", "a-b");
    assertThat(scene.files()).hasSize(4).doesNotHaveDuplicates();
    for (String name : List.of("A/B", "A:B", "A-B", "a-b", "A?B")) {
      relate(store, "A-B", name, "is near");
    }
    assertThat(relations(scene.open()).stream().map(Relation::to))
        .containsExactly("A/B", "A:B", "A-B", "a-b", "A?B");
  }

  @Test
  void c04_aRelationThatAllCreateStandsOnce() throws Exception {
    remember(scene.open(), "a");
    List<ChildProcess> children = together(scripts("relate|a|b|knows%.0s"));

    assertThat(children.stream().flatMap(child -> child.said("relate").stream()))
        .containsOnlyOnce("1");
    assertThat(scene.text("a.md").lines().filter(line -> line.startsWith("- knows"))).hasSize(1);
  }

  @Test
  void c05_anEntityThatIsDeletedWhileOthersAddIsGoneOrWhole() throws Exception {
    VaultMemoryStore store = scene.open();
    remember(store, "contested");
    Callable<Boolean> adding =
        () -> {
          VaultMemoryStore own = scene.open();
          for (int i = 0; i < WRITES; i++) {
            try {
              add(own, "contested", Thread.currentThread().getName() + i);
            } catch (EntityNotFoundException gone) {
              return true;
            }
          }
          return false;
        };
    Callable<Boolean> deleting = () -> store.deleteEntities(List.of("contested"), AUTHOR) > 0;
    inThreads(List.of(adding, adding, deleting));

    assertThat(names(scene.open())).isEmpty();
    assertThat(scene.files()).isEmpty();
  }

  private static <T> List<T> inThreads(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls, 50, TimeUnit.SECONDS)) {
        results.add(result.get());
      }
      return results;
    }
  }

  @Test
  void c06_occasionalWritersDoNotStarve() throws Exception {
    VaultMemoryStore store = scene.open();
    remember(store, "tight");
    remember(store, "calm");
    try (ChildProcess greedy = scene.child("", "addMany|tight|x|100000")) {
      greedy.awaitLines("added", 1);
      for (int i = 0; i < 10; i++) {
        long started = System.nanoTime();
        add(store, "calm", "fact " + i);
        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(20));
        greedy.awaitLines("added", greedy.said("added").size() + 1);
      }
      greedy.kill();
    }
    assertThat(texts(store, "calm")).hasSize(10);
  }

  @Test
  void c07_whoWaitsTooLongIsToldWhoHoldsTheVault() throws Exception {
    remember(scene.open(), "a");
    VaultMemoryStore store = scene.with("lock-wait-millis", "300").open();
    try (ChildProcess holder = scene.child("hold:30000", "add|a|held")) {
      holder.awaitLines("holding", 1);
      assertThatExceptionOfType(StoreBusyException.class)
          .isThrownBy(() -> add(store, "a", "refused"))
          .withMessageContaining("process " + holder.pid())
          .withMessageContaining("add observations");
      holder.kill();
    }
    add(store, "a", "later");
    assertThat(texts(store, "a")).containsExactly("later");
  }

  @Test
  void c08_otherWaysToTheVaultShareItsLock() throws Exception {
    remember(scene.open(), "a");
    Path link = scene.root().resolveSibling("link");
    Files.createSymbolicLink(link, scene.root());
    scene.with("lock-wait-millis", "300");
    Path dots = scene.root().resolve("..").resolve("link");
    try (ChildProcess holder = scene.child("hold:30000", "add|a|held")) {
      holder.awaitLines("holding", 1);
      for (Path way : List.of(link, dots)) {
        VaultMemoryStore store = scene.open(scene.settings(way), step -> {});
        assertThatExceptionOfType(StoreBusyException.class)
            .isThrownBy(() -> add(store, "a", "refused"));
      }
    }
    try (var vaults = Files.list(scene.state().resolve("vaults"))) {
      assertThat(vaults).hasSize(1);
    }
  }

  @Test
  void c09_aStoreOnAFolderOfTheVaultSharesItsLock() throws Exception {
    Path folder = Files.createDirectories(scene.root().resolve("agents/mine"));
    VaultMemoryStore inner = scene.open(scene.settings(folder), step -> {});
    remember(inner, "inside");
    remember(scene.open(), "outside");

    assertThat(scene.files()).containsExactly("agents/mine/inside.md", "outside.md");
    assertThat(names(inner)).containsExactly("inside");
    assertThat(names(scene.open())).containsExactly("inside", "outside");
    try (var vaults = Files.list(scene.state().resolve("vaults"))) {
      assertThat(vaults).hasSize(1);
    }
  }

  @Test
  void c10_aReaderSeesACascadeCompletelyOrNotAtAll() throws Exception {
    VaultMemoryStore writer = scene.open();
    VaultMemoryStore reader = scene.open();
    int spokes = 25;
    remember(writer, "hub");
    List<Relation> all = new ArrayList<>();
    for (int i = 0; i < spokes; i++) {
      all.add(new Relation("spoke " + i, "hub", "leads to"));
    }
    writer.createRelations(all, AUTHOR);
    Callable<Integer> deleting =
        () -> Math.toIntExact(writer.deleteEntities(List.of("hub"), AUTHOR));
    Callable<Integer> reading =
        () -> {
          Graph graph;
          do {
            graph = everything(reader);
            boolean before = graph.entities().size() == 1 && graph.relations().size() == spokes;
            boolean after = graph.entities().isEmpty() && graph.relations().isEmpty();
            assertThat(before || after).as("%s", graph).isTrue();
          } while (!graph.entities().isEmpty());
          return 0;
        };
    assertThat(inThreads(List.of(deleting, reading))).containsExactly(spokes + 1, 0);
  }

  /** Between the look at a note and the reading of it. */
  @Test
  void aNoteThatGoesBeforeItIsReadIsMissingAndNoTrouble(@TempDir Path folder) {
    assertThatThrownBy(() -> NoteReader.bytes(folder.resolve("gone.md")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void c12_twoStoresAndManyThreadsInOneProcessExcludeEachOther() throws Exception {
    List<VaultMemoryStore> stores = List.of(scene.open(), scene.open());
    remember(stores.getFirst(), "hot");
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      VaultMemoryStore store = stores.get(thread % 2);
      String prefix = "t" + thread + "-";
      calls.add(
          () -> {
            for (int i = 0; i < 10; i++) {
              store.addObservations(List.of(new Observations("hot", List.of(prefix + i))), AUTHOR);
            }
            return 10;
          });
    }
    inThreads(calls);
    assertThat(texts(stores.getLast(), "hot")).hasSize(80).doesNotHaveDuplicates();
  }

  @Test
  void c13_readersDoNotWaitForAWriterThatHoldsTheLock() throws Exception {
    remember(scene.open(), "a", "fact");
    VaultMemoryStore reader = scene.open();
    try (ChildProcess holder = scene.child("hold:30000", "add|a|held")) {
      holder.awaitLines("holding", 1);
      long started = System.nanoTime();
      assertThat(texts(reader, "a")).containsExactly("fact");
      assertThat(names(reader)).containsExactly("a");
      assertThat(reader.lastSequence()).isEqualTo(2);
      assertThat(scene.open().lastSequence()).isEqualTo(2);
      assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(20));
    }
  }

  @Test
  void manyEntitiesOfOneCallAppearTogether() {
    List<Entity> batch =
        IntStream.range(0, 40).mapToObj(i -> new Entity("e" + i, "t", List.of())).toList();
    VaultMemoryStore peer = scene.open();
    assertThat(scene.open().createEntities(batch, AUTHOR)).hasSize(40);
    assertThat(names(peer)).hasSize(40);
    scene.assertSound();
  }
}
