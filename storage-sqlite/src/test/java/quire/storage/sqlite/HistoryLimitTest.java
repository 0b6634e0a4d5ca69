package quire.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.ChangeQuery;
import quire.api.Durability;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.api.history.PastGraph;
import quire.api.history.Undo;
import quire.api.spi.StoreSettings;
import quire.storage.sqlite.file.Schema;

/** The log begins later where it would grow too large, and what it tells stays true. */
class HistoryLimitTest {
  private static final int ROUNDS = 30;
  private static final int ENTITIES = 20;

  private Path file;
  private final Days clock = new Days();

  /** The graph after each call. */
  private final TreeMap<Long, Graph> past = new TreeMap<>();

  /** A clock on which one day passes after the other. */
  private static final class Days extends Clock {
    private volatile Instant now = Instant.parse("2026-11-29T10:00:00Z");

    void next() {
      now = now.plus(Duration.ofDays(1));
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void name(@TempDir Path folder) {
    file = folder.resolve("memory.db");
  }

  private MemoryStore open(String history) {
    StoreSettings usual = StoreSettings.at(file);
    Map<String, String> options = history.isEmpty() ? Map.of() : Map.of("history", history);
    return SqliteMemoryStore.open(
        new StoreSettings(usual.location(), usual.durability(), usual.limits(), options),
        clock,
        Schema.CURRENT);
  }

  /** Writes 1,200 changes in rounds that are a day apart, half of which remove. */
  private void writeMuch(MemoryStore store) {
    writeMuch(store, 0);
  }

  private void writeMuch(MemoryStore store, int turn) {
    for (int round = turn * ROUNDS; round < (turn + 1) * ROUNDS; round++) {
      clock.next();
      List<String> names = names(round);
      store.createEntities(
          names.stream().map(name -> new Entity(name, "t", List.of("text of " + name))).toList(),
          Stores.AUTHOR);
      keep(store);
      store.deleteEntities(names.subList(0, ENTITIES / 2), Stores.AUTHOR);
      keep(store);
    }
  }

  private static List<String> names(int round) {
    return IntStream.range(0, ENTITIES)
        .mapToObj(i -> "round %d number %d".formatted(round, i))
        .toList();
  }

  private void keep(MemoryStore store) {
    past.put(store.lastSequence(), graph(store));
  }

  private static Graph graph(MemoryStore store) {
    return Stores.read(store, new Selection.Everything());
  }

  /** {@return where the log begins, once it has been shortened} */
  private static long shortened(MemoryStore store) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (store.historyStart() == 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    return store.historyStart();
  }

  private void assertTrue(MemoryStore store, long start) {
    assertThat(start).isPositive();
    assertThat(past).as("the log begins behind a call").containsKey(start);
    assertThat(store.lastSequence()).isEqualTo(past.lastKey());
    assertThat(graph(store)).isEqualTo(past.lastEntry().getValue());
    past.tailMap(start)
        .forEach((sequence, graph) -> assertThat(PastGraph.at(store, sequence)).isEqualTo(graph));
    assertThatThrownBy(() -> PastGraph.at(store, past.firstKey()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begins after change " + start);
    assertThat(store.problems()).isEmpty();
  }

  @Test
  void ofMoreThanItsShareTheOldestGoesAndWhatIsThereKeepsItsTimes() throws Exception {
    try (MemoryStore store = open("10%")) {
      writeMuch(store);
      assertThat(shortened(store)).isPositive();
    }
    try (MemoryStore store = open("10%")) { // which nothing shortens meanwhile
      long start = store.historyStart();
      assertTrue(store, start);
      long removed =
          Long.parseLong(Stores.value(file, "SELECT count(*) FROM removals WHERE id<=" + start));
      assertThat(removed).isZero();
      assertThat(Stores.value(file, "SELECT count(*) FROM removals")).isNotEqualTo("0");
      assertThat(store.changes(ChangeQuery.after(0, 1)).getFirst().time())
          .isBefore(clock.instant().minus(Duration.ofDays(ROUNDS - 2)));
    }
  }

  @Test
  void whatAnotherProcessRemovedOrShortenedCountsToo() throws Exception {
    try (MemoryStore one = open("10%");
        MemoryStore other = open("10%")) {
      for (int turn = 0; turn < 4; turn++) {
        long before = one.historyStart();
        writeMuch(turn % 2 == 0 ? one : other, turn);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (one.historyStart() == before && System.nanoTime() < deadline) {
          Thread.onSpinWait();
        }
        assertThat(one.historyStart()).as("in turn " + turn).isGreaterThan(before);
      }
    }
    try (MemoryStore one = open("10%");
        MemoryStore other = open("10%")) { // which nothing shortens meanwhile
      assertThat(other.historyStart()).isEqualTo(one.historyStart());
      assertTrue(other, other.historyStart());
    }
  }

  @Test
  void whatIsOlderThanItMayBeGoes() {
    try (MemoryStore store = open("10d")) {
      writeMuch(store);
      assertThat(shortened(store)).isPositive();
    }
    try (MemoryStore store = open("10d")) { // which nothing shortens meanwhile
      assertTrue(store, store.historyStart());
    }
  }

  @Test
  void ofNothingOnlyTheNewestCallStaysAndCanBeTakenBack() {
    try (MemoryStore store = open("off")) {
      writeMuch(store);
      long before = past.lowerKey(past.lastKey());
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (store.historyStart() < before && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertTrue(store, before);
      var _ =
          Undo.carryOut(store, Set.of(before + 1), false, new Author("test", "who takes it back"));
      assertThat(Set.copyOf(graph(store).entities()))
          .isEqualTo(Set.copyOf(past.get(before).entities()));
    }
  }

  @Test
  void whatWasRemovedLatelyStaysHoweverMuchItIs() {
    Graph before;
    long sequence;
    try (MemoryStore store = open("1%")) {
      List<String> all = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        List<String> names = names(round);
        all.addAll(names);
        store.createEntities(
            names.stream().map(name -> new Entity(name, "t", List.of("text of " + name))).toList(),
            Stores.AUTHOR);
      }
      before = graph(store);
      sequence = store.lastSequence();
      store.deleteEntities(all, Stores.AUTHOR);
      store.createEntities(List.of(new Entity("later", "t", List.of())), Stores.AUTHOR);
    }
    try (MemoryStore store = open("1%")) {
      assertThat(store.historyStart()).isZero();
      assertThat(PastGraph.at(store, sequence)).isEqualTo(before);
    }
  }

  @Test
  void everythingStaysIfThatIsWanted() {
    try (MemoryStore store = open("all")) {
      writeMuch(store);
    }
    try (MemoryStore store = open("all")) {
      assertThat(store.historyStart()).isZero();
    }
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    for (String wrong : List.of(" ", "0d", "90", "90 d", "-1%", "1GB", "al")) {
      assertThatThrownBy(() -> open(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("90d");
    }
  }

  /**
   * What the history takes by default: so many writes, 30 of 100 of which delete. {@code
   * -Dquire.history.writes=100000} for the figure of docs/history.md.
   */
  @Test
  void theHistoryTakesNoMoreThanAThirdOfAStore(TestReporter reporter) throws Exception {
    int writes = Integer.getInteger("quire.history.writes", 1_000);
    StoreSettings usual = StoreSettings.at(file);
    StoreSettings fast =
        new StoreSettings(usual.location(), Durability.NORMAL, usual.limits(), usual.options());
    try (MemoryStore store = SqliteMemoryStore.open(fast, Clock.systemUTC(), Schema.CURRENT)) {
      Random random = new Random(17);
      List<String> names = new ArrayList<>();
      for (int i = 0; i < writes; i++) {
        if (names.size() > 10 && random.nextInt(100) < 30) {
          String name = names.remove(random.nextInt(names.size()));
          store.deleteEntities(List.of(name), Stores.AUTHOR);
        } else {
          String name = "entity number " + i;
          names.add(name);
          store.createEntities(
              List.of(
                  new Entity(
                      name,
                      "component",
                      List.of(
                          "was decided in meeting %d to use port %d".formatted(i, 1024 + i % 5_000),
                          "depends on library %d, version %d.%d".formatted(i % 97, i % 7, i % 13),
                          "owner is team " + i % 31))),
              Stores.AUTHOR);
        }
      }
    }
    Stores.sql(file, "VACUUM");
    long with = Files.size(file);
    // The build before the history kept a record of each removal, without its text.
    Stores.sql(file, "DELETE FROM removed_texts", "VACUUM");
    long without = Files.size(file);
    reporter.publishEntry(
        "%,d writes: %,d bytes, %,d without what was removed, %.3f times"
            .formatted(writes, with, without, (double) with / without));
    assertThat(with).isLessThanOrEqualTo(without * 13 / 10);
  }
}
