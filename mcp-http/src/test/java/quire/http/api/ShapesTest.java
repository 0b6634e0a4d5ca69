package quire.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;
import quire.conformance.HeapMemoryStore;
import quire.http.WatchedStore;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;

/** How long the shape of a graph is kept, and when it is not needed. */
final class ShapesTest {
  private static final Author ADA = new Author("ada", "s");

  /** A graph in which anything may lead to anything, and to names of no entity. */
  private static MemoryStore store(long seed) {
    Random random = new Random(seed);
    MemoryStore store = new HeapMemoryStore(Clock.systemUTC());
    store.createEntities(
        IntStream.range(0, 40).mapToObj(i -> new Entity("e" + i, "t" + i % 3, List.of())).toList(),
        ADA);
    store.createRelations(
        Stream.generate(
                () ->
                    new Relation(
                        "e" + random.nextInt(45),
                        "e" + random.nextInt(45),
                        "r" + random.nextInt(2)))
            .limit(30 + random.nextInt(60))
            .toList(),
        ADA);
    return store;
  }

  /** {@return the store, which notes what is read of it} */
  private static MemoryStore noting(MemoryStore store, List<Selection> read) {
    return WatchedStore.of(
        store,
        (method, values) -> {
          if (method.equals("read")) {
            read.add((Selection) values.getFirst());
          }
        });
  }

  private static String part(MemoryStore store, Shapes shapes, String question) throws Exception {
    MessageBytes bytes = MessageBytes.unlimited();
    JsonWriter json = new JsonWriter(bytes).beginObject();
    GraphPart.answer(Question.in(question), store, shapes).write(json);
    json.endObject();
    return new String(bytes.copy(0, bytes.position()), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsAroundAnEntityIsTheSameReadByNameOrFromTheWhole(long seed) throws Exception {
    List<Selection> read = new ArrayList<>();
    MemoryStore store = noting(store(seed), read);
    Shapes whole = new Shapes();
    whole.now(store);
    read.clear();
    for (int i = 0; i < 40; i += 3) {
      for (int depth = 1; depth <= 3; depth++) {
        for (int limit : new int[] {1, 4, 300}) {
          String question = "around=e%d&depth=%d&limit=%d".formatted(i, depth, limit);
          String known = part(store, whole, question);
          assertThat(read).as("the whole is there").isEmpty();
          assertThat(part(store, new Shapes(), question)).as(question).isEqualTo(known);
          assertThat(read)
              .as("none of it is everything")
              .isNotEmpty()
              .allMatch(Selection.Named.class::isInstance);
          read.clear();
        }
      }
    }
  }

  @Test
  void whatIsAroundAnEntityOfManyNeighboursIsTakenFromTheWhole() throws Exception {
    MemoryStore store = new HeapMemoryStore(Clock.systemUTC());
    List<Entity> entities = new ArrayList<>(List.of(new Entity("hub", "t", List.of())));
    List<Relation> relations = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      entities.add(new Entity("e" + i, "t", List.of()));
      relations.add(new Relation("e" + i, "hub", "r"));
    }
    store.createEntities(entities, ADA);
    store.createRelations(relations, ADA);
    assertThat(part(store, new Shapes(), "around=hub&limit=10"))
        .contains("\"total\":{\"entities\":2501,\"relations\":2500}")
        .contains("2,491 entities and 2,491 relations are not drawn");
  }

  @Test
  void whatIsWrittenMeanwhileIsInOneStateWithAllElse() throws Exception {
    MemoryStore store = store(1);
    MemoryStore busy =
        WatchedStore.of(
            store,
            (method, values) -> {
              if (method.equals("read")
                  && values.getFirst() instanceof Selection.Named named
                  && named.names().size() > 1) {
                store.createEntities(List.of(new Entity("meanwhile", "t", List.of())), ADA);
              }
            });
    String read = part(busy, new Shapes(), "around=e1&depth=3");
    assertThat(read)
        .isEqualTo(part(store, new Shapes(), "around=e1&depth=3"))
        .contains("\"entities\":41");
  }

  @Test
  void aShapeThatWasReadIsKeptByNobodyButWhoAsked() throws Exception {
    Shapes shapes = new Shapes();
    Shapes.Reading reading = shapes.begin(new HeapMemoryStore(Clock.systemUTC()));
    assertThat(reading.task().get(60, TimeUnit.SECONDS).sequence()).isZero();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (shapes.isReading()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
