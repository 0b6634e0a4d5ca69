package quire.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import quire.api.Author;
import quire.api.Durability;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.Limits;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.spi.StoreSettings;
import quire.storage.sqlite.SqliteMemoryStoreProvider;

/**
 * Times each operation of a store of some size. The pom starts it with the launcher's own JVM
 * flags.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class StoreBenchmark {
  private static final Author AUTHOR = new Author("benchmark", "session");
  private static final int LOADED_PER_CALL = 1_000;

  @Param({"1000", "10000", "100000"})
  int entities;

  @Param({"FULL", "NORMAL"})
  Durability durability;

  private Path folder;
  private MemoryStore store;
  private int number;

  /** Fills a new store. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    folder = Files.createTempDirectory("quire-benchmark");
    StoreSettings settings =
        new StoreSettings(
            folder.resolve("memory.db").toString(), durability, Limits.STANDARD, Map.of());
    store = new SqliteMemoryStoreProvider().open(settings, Clock.systemUTC());
    for (int start = 0; start < entities; start += LOADED_PER_CALL) {
      List<Entity> some = new ArrayList<>();
      List<Relation> relations = new ArrayList<>();
      for (int i = start; i < start + LOADED_PER_CALL; i++) {
        some.add(entity(i, "entity " + i));
        relations.add(new Relation("entity " + i, "entity " + (i * 7 % entities), "depends on"));
      }
      store.createEntities(some, AUTHOR);
      store.createRelations(relations, AUTHOR);
    }
  }

  /** Five entities share a code, a tenth shares a topic. */
  private static Entity entity(int i, String name) {
    return new Entity(
        name,
        "component",
        List.of(
            "Marta moved the topic" + i % 10 + " gateway to SQLite before the spring release",
            "Tracked under code" + i / 5 + "x on the board, next check after the March outage",
            "Runs Kotlin 2." + i % 20 + " with 12 workers, 64 percent busy during the audit"));
  }

  /** Closes the store and removes its folder. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    store.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private String existing() {
    return "entity " + next() % entities;
  }

  private int next() {
    return number++ * 7919 & Integer.MAX_VALUE;
  }

  private Graph read(Selection selection) {
    try (GraphSnapshot snapshot = store.read(selection)) {
      return snapshot.toGraph();
    }
  }

  @Benchmark
  public List<Entity> create() {
    return store.createEntities(List.of(entity(1, "new " + number++)), AUTHOR);
  }

  @Benchmark
  public List<Observations> add() {
    return store.addObservations(
        List.of(new Observations(existing(), List.of("noted as " + number))), AUTHOR);
  }

  @Benchmark
  public List<Relation> relate() {
    return store.createRelations(
        List.of(new Relation(existing(), existing(), "kind " + number)), AUTHOR);
  }

  @Benchmark
  public Graph open() {
    return read(new Selection.Named(List.of(existing())));
  }

  @Benchmark
  public Graph searchFiveHits() {
    return read(new Selection.Matching("code" + next() % (entities / 5) + "x"));
  }

  @Benchmark
  public Graph searchNoHit() {
    return read(new Selection.Matching("zzz" + number++ + "qqq"));
  }

  @Benchmark
  public Graph searchTenthOfAll() {
    return read(new Selection.Matching("topic3"));
  }

  @Benchmark
  public Graph readGraph() {
    return read(new Selection.Everything());
  }

  @Benchmark
  public long lastSequence() {
    return store.lastSequence();
  }
}
