package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.storage.vault.VaultScene.AUTHOR;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.everything;
import static quire.storage.vault.VaultScene.remember;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.Observations;
import quire.api.Subject;
import quire.api.history.PastGraph;
import quire.api.history.Undo;
import quire.storage.vault.log.ChangeLog;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.log.LoggedChange;

/** The log holds the text of a fact once, however often it is removed, and tells it each time. */
class VaultLogSizeTest {
  private static final String TEXT = "was decided on a Friday";

  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Path log() {
    return scene.vaultState().resolve("changes.log");
  }

  private int timesInLog(String text) throws IOException {
    String log = Files.readString(log(), StandardCharsets.ISO_8859_1);
    int times = 0;
    for (int at = log.indexOf(text); at >= 0; at = log.indexOf(text, at + 1)) {
      times++;
    }
    return times;
  }

  private static List<String> texts(VaultMemoryStore store, Change.Action action) {
    return store.changes(ChangeQuery.after(0, 100)).stream()
        .filter(change -> change.action() == action)
        .map(Change::subject)
        .filter(Subject.OfObservation.class::isInstance)
        .map(subject -> ((Subject.OfObservation) subject).text().orElse("unknown"))
        .toList();
  }

  private static void delete(VaultMemoryStore store, String entity, String... texts) {
    store.deleteObservations(List.of(new Observations(entity, List.of(texts))), AUTHOR);
  }

  @Test
  void aRemovalDoesNotRepeatTheTextAndEveryProcessTellsIt() throws Exception {
    VaultMemoryStore store = scene.open();
    remember(store, "Ada", TEXT, "likes tea");
    long before = store.lastSequence();
    delete(store, "Ada", TEXT);
    assertThat(timesInLog(TEXT)).isEqualTo(1);
    for (VaultMemoryStore each : List.of(store, scene.open())) {
      assertThat(texts(each, Change.Action.REMOVED)).containsExactly(TEXT);
      assertThat(each.historyStart()).isZero();
      assertThat(PastGraph.at(each, before).entities())
          .containsExactly(new Entity("Ada", "thing", List.of(TEXT, "likes tea")));
    }
    scene.assertSound();
  }

  @Test
  void whatAnotherProcessAddedAndWhatCameBackIsFoundToo() throws Exception {
    VaultMemoryStore store = scene.open();
    remember(store, "Ada", "likes tea");
    delete(store, "Ada", "likes tea");
    try (ChildProcess child = scene.child("", "add|Ada|" + TEXT)) {
      child.awaitEnd(0);
    }
    delete(store, "Ada", TEXT);
    assertThat(timesInLog(TEXT)).isEqualTo(1);
    var _ = Undo.carryOut(store, Set.of(store.lastSequence()), false, AUTHOR);
    store.deleteEntities(List.of("Ada"), AUTHOR);
    assertThat(texts(scene.open(), Change.Action.REMOVED)).containsExactly("likes tea", TEXT, TEXT);
    assertThat(timesInLog(TEXT)).as("as added, and as brought back").isEqualTo(2);
  }

  @Test
  void whatAPersonRemovesIsToldWithItsTextThoughTheLogHasItOnce() throws Exception {
    VaultMemoryStore store = scene.open();
    remember(store, "Ada", TEXT, "likes tea");
    String note = scene.text("Ada.md");
    scene.write("Ada.md", note.replace("- " + TEXT + "\n", ""));
    assertThat(texts(scene.open(), Change.Action.REMOVED)).containsExactly(TEXT);
    assertThat(timesInLog(TEXT)).isEqualTo(1);
    scene.write("Ada.md", note);
    assertThat(texts(scene.open(), Change.Action.ADDED)).containsExactly(TEXT, "likes tea", TEXT);
    Files.move(scene.root().resolve("Ada.md"), scene.root().resolve("Ann.md"));
    assertThat(texts(scene.open(), Change.Action.ADDED))
        .as("with those of the renaming")
        .containsExactly(TEXT, "likes tea", TEXT, TEXT, "likes tea");
    assertThat(scene.open().historyStart()).isZero();
  }

  @Test
  void theTextOfAnEqualFactOfAnotherEntityIsNotReferredTo() throws Exception {
    VaultMemoryStore store = scene.open();
    remember(store, "Ada", TEXT);
    remember(store, "Bob", TEXT);
    delete(store, "Ada", TEXT);
    delete(store, "Bob", TEXT);
    add(store, "Bob", TEXT);
    store.forget(List.of(new Observations("Ada", List.of())), AUTHOR);
    assertThat(texts(scene.open(), Change.Action.REMOVED)).contains(TEXT);
    assertThat(timesInLog(TEXT)).as("of Bob, as added twice").isEqualTo(2);
  }

  @Test
  void whatWasForgottenAndAPersonWritesAnewIsNotLookedForInItsOldPlace() throws Exception {
    VaultMemoryStore store = scene.open();
    remember(store, "Ada", TEXT, "likes tea", "moved");
    delete(store, "Ada", "moved"); // from here on it knows where the texts are
    store.forget(List.of(new Observations("Ada", List.of(TEXT))), AUTHOR);
    assertThat(timesInLog(TEXT)).isZero();
    scene.write("Ada.md", scene.text("Ada.md").replace("- likes", "- " + TEXT + "\n- likes"));
    delete(store, "Ada", TEXT);
    assertThat(texts(scene.open(), Change.Action.REMOVED)).containsExactly("moved", TEXT);
    assertThat(timesInLog(TEXT)).isEqualTo(1);
  }

  /**
   * What the history takes: so many writes, 30 of 100 of which delete. {@code
   * -Dquire.history.writes=100000} for the figure of docs/history.md.
   */
  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // each of 100,000 writes is forced to the disk
  void theHistoryTakesNoMoreThanAThirdOfAVault(TestReporter reporter) throws Exception {
    int writes = Integer.getInteger("quire.history.writes", 300);
    Optional<Graph> past = Optional.empty();
    long then = 0;
    VaultMemoryStore store = scene.open();
    Random random = new Random(17);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < writes; i++) {
      if (i == writes / 2) {
        then = store.lastSequence();
        past = Optional.of(everything(store));
      }
      if (names.size() > 10 && random.nextInt(100) < 30) {
        String name = names.remove(random.nextInt(names.size()));
        store.deleteEntities(List.of(name), AUTHOR);
      } else {
        String name = "entity number " + i;
        names.add(name);
        remember(
            store,
            name,
            "was decided in meeting %d to use port %d".formatted(i, 1024 + i % 5_000),
            "depends on library %d, version %d.%d".formatted(i % 97, i % 7, i % 13),
            "owner is team " + i % 31);
      }
    }
    long begun = System.nanoTime();
    assertThat(Optional.of(PastGraph.at(store, then))).isEqualTo(past);
    long took = (System.nanoTime() - begun) / 1_000_000;
    long log = Files.size(log());
    long texts = textsInLog();
    long notes = size(scene.root(), false);
    double ratio = (double) (notes + log) / (notes + log - texts);
    reporter.publishEntry(
        "%,d writes: notes %,d bytes, trash %,d, log %,d, of which texts %,d: %.3f times; the log %.2f of the notes; half of it back in %,d ms"
            .formatted(
                writes,
                notes,
                size(scene.root(), true),
                log,
                texts,
                ratio,
                (double) log / notes,
                took));
    assertThat(ratio).isLessThanOrEqualTo(1.3);
  }

  /** {@return what the log takes beyond what it took before it kept texts} */
  private long textsInLog() throws IOException {
    long[] bytes = {0};
    try (ChangeLog log = ChangeLog.openToRead(log())) {
      log.read(0, log.length(), batch -> bytes[0] += texts(batch));
    }
    return bytes[0];
  }

  private static long texts(LogBatch batch) {
    long bytes = 0;
    for (LoggedChange change : batch.changes()) {
      if (change.fact() instanceof LoggedChange.TextFact) {
        int length = change.text().orElse("").getBytes(StandardCharsets.UTF_8).length;
        bytes += 1 + (change.text().isPresent() ? Integer.BYTES + length : Long.BYTES);
      }
    }
    return bytes;
  }

  private static long size(Path folder, boolean trash) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> trash == folder.relativize(file).startsWith(".trash"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
