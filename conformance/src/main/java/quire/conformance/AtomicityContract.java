package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.StoreInterruptedException;

/** R9 and R13 as far as one process can show them: all or nothing, and safe to repeat. */
public abstract class AtomicityContract extends StoreContract {
  private static final int BATCH = 25;

  protected AtomicityContract(Backend backend) {
    super(backend);
  }

  @Test
  void r9_anAcknowledgedWriteIsThereAfterReopening() {
    MemoryStore first = open();
    create(first, entity("a", "1"), entity("b"), entity("gone", "2"));
    relate(first, relation("a", "b"), relation("b", "a"));
    first.addObservations(List.of(texts("b", "x", "y")), AUTHOR);
    first.deleteObservations(List.of(texts("b", "x")), AUTHOR);
    first.deleteRelations(List.of(relation("b", "a")), AUTHOR);
    first.deleteEntities(List.of("gone"), AUTHOR);
    first.close();

    MemoryStore second = open();
    assertThat(everything(second).entities()).containsExactly(entity("a", "1"), entity("b", "y"));
    assertThat(everything(second).relations()).containsExactly(relation("a", "b"));
  }

  @Test
  void r9_aCallThatFailsHalfwayLeavesNothing() {
    MemoryStore store = open();
    List<Observations> additions = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      create(store, entity("e" + i));
      additions.add(texts("e" + i, "new"));
    }
    additions.add(texts("unknown", "new"));
    long before = store.lastSequence();

    assertThatExceptionOfType(EntityNotFoundException.class)
        .isThrownBy(() -> store.addObservations(additions, AUTHOR));
    assertThat(names(matching(store, "new"))).isEmpty();
    assertThat(store.lastSequence()).isEqualTo(before);
    open();
    assertThat(names(matching(open(), "new"))).isEmpty();
  }

  @Test
  void r9_aReaderSeesEachCallCompletelyOrNotAtAll() throws Exception {
    MemoryStore writer = open();
    MemoryStore reader = open();
    AtomicBoolean done = new AtomicBoolean();
    Callable<Boolean> writing =
        () -> {
          try {
            for (int batch = 0; batch < 12; batch++) {
              writer.createEntities(batch(batch), AUTHOR);
              if (batch % 2 == 1) {
                writer.deleteEntities(batch(batch - 1).stream().map(Entity::name).toList(), AUTHOR);
              }
            }
            return true;
          } finally {
            done.set(true);
          }
        };

    Together.run(
        List.of(
            writing, () -> onlyWholeBatches(reader, done), () -> onlyWholeBatches(writer, done)));
    assertThat(everything(reader).entities()).hasSize(6 * BATCH);
  }

  @Test
  void r9_nothingOfAHalfDoneCallIsSeen() {
    MemoryStore writer = open();
    MemoryStore reader = open();
    List<Entity> seen = new ArrayList<>();
    List<Entity> batch =
        new PausingList<>(
            batch(1),
            () -> {
              seen.addAll(everything(reader).entities());
              seen.addAll(everything(writer).entities());
            });

    assertThat(writer.createEntities(batch, AUTHOR)).hasSize(BATCH);
    assertThat(seen).isEmpty();
  }

  private static List<Entity> batch(int number) {
    return IntStream.range(0, BATCH)
        .mapToObj(i -> new Entity("batch " + number + ", " + i, "batch " + number, List.of("x")))
        .toList();
  }

  private static boolean onlyWholeBatches(MemoryStore store, AtomicBoolean done) {
    boolean last;
    do {
      last = done.get();
      Map<String, Long> sizes =
          everything(store).entities().stream()
              .collect(Collectors.groupingBy(Entity::type, Collectors.counting()));
      assertThat(sizes.values()).allMatch(size -> size == BATCH);
    } while (!last);
    return true;
  }

  @Test
  void r9_anInterruptedWriteHappensCompletelyOrNotAtAll() {
    MemoryStore store = open();
    int written;
    Thread.currentThread().interrupt();
    try {
      written = store.createEntities(batch(1), AUTHOR).size();
    } catch (StoreInterruptedException _) {
      written = 0;
    } finally {
      Thread.interrupted();
    }

    assertThat(everything(store).entities()).hasSize(written);
    assertThat(store.createEntities(batch(1), AUTHOR)).hasSize(BATCH - written);
  }

  @Test
  void r13_repeatingEachWriteChangesNothing() {
    MemoryStore store = open();
    create(store, entity("a", "1"), entity("b", "2"));
    relate(store, relation("a", "b"), relation("b", "a"));
    store.addObservations(List.of(texts("a", "3", "4")), AUTHOR);
    store.deleteObservations(List.of(texts("a", "1")), AUTHOR);
    store.deleteRelations(List.of(relation("b", "a")), AUTHOR);
    long before = store.lastSequence();
    List<Entity> entities = everything(store).entities();
    List<Relation> relations = everything(store).relations();

    assertThat(store.createEntities(List.of(entity("a", "1"), entity("b", "2")), AUTHOR)).isEmpty();
    assertThat(store.createRelations(List.of(relation("a", "b")), AUTHOR)).isEmpty();
    assertThat(store.addObservations(List.of(texts("a", "3", "4")), AUTHOR))
        .containsExactly(texts("a"));
    assertThat(store.deleteObservations(List.of(texts("a", "1")), AUTHOR)).isZero();
    assertThat(store.deleteRelations(List.of(relation("b", "a")), AUTHOR)).isZero();
    assertThat(store.lastSequence()).isEqualTo(before);
    assertThat(everything(store).entities()).isEqualTo(entities);
    assertThat(everything(store).relations()).isEqualTo(relations);
  }
}
