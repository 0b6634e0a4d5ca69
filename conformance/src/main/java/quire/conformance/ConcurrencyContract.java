package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;

/** R10 to R12: several threads and several stores on one location. */
public abstract class ConcurrencyContract extends StoreContract {
  private static final int WRITERS = 4;
  private static final int WRITES = 12;

  protected ConcurrencyContract(Backend backend) {
    super(backend);
  }

  @Test
  void r10_everyOtherStoreSeesAWriteAtOnce() {
    MemoryStore one = open();
    MemoryStore other = open();

    create(one, entity("a", "1"));
    assertThat(everything(other).entities()).containsExactly(entity("a", "1"));
    other.addObservations(List.of(texts("a", "2")), AUTHOR);
    assertThat(named(one, "a").entities()).containsExactly(entity("a", "1", "2"));
    relate(one, relation("a", "b"));
    assertThat(named(other, "a").relations()).containsExactly(relation("a", "b"));
    assertThat(names(matching(other, "1"))).containsExactly("a");
    other.deleteObservations(List.of(texts("a", "1")), AUTHOR);
    assertThat(names(matching(one, "1"))).isEmpty();
    one.deleteEntities(List.of("a"), AUTHOR);
    assertThat(everything(other).entities()).isEmpty();
    assertThat(everything(other).relations()).isEmpty();
    assertThat(other.lastSequence()).isEqualTo(one.lastSequence());
  }

  @Test
  void r10_whatOneStoreCreatedTheOtherKnows() {
    MemoryStore one = open();
    MemoryStore other = open();
    create(one, entity("a", "1"));
    relate(one, relation("a", "a"));

    assertThat(other.createEntities(List.of(entity("a", "2")), AUTHOR)).isEmpty();
    assertThat(other.createRelations(List.of(relation("a", "a")), AUTHOR)).isEmpty();
    assertThat(other.addObservations(List.of(texts("a", "1", "2")), AUTHOR))
        .containsExactly(texts("a", "2"));
  }

  @Test
  void r11_threadsOfOneStoreLoseNothing() throws Exception {
    MemoryStore store = open();
    writeTogether(List.of(store, store, store, store));
  }

  @Test
  void r11_twoStoresOnOneLocationLoseNothing() throws Exception {
    MemoryStore one = open();
    MemoryStore other = open();
    writeTogether(List.of(one, other, one, other));
  }

  private void writeTogether(List<MemoryStore> stores) throws Exception {
    create(stores.getFirst(), entity("shared"));
    List<Callable<Void>> tasks = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      MemoryStore store = stores.get(writer);
      String prefix = "w" + writer + " ";
      for (int i = 0; i < WRITES; i++) {
        expected.add(prefix + i);
      }
      tasks.add(
          () -> {
            for (int i = 0; i < WRITES; i++) {
              create(store, entity(prefix + i, "x"));
              store.addObservations(List.of(texts("shared", prefix + i)), AUTHOR);
            }
            return null;
          });
    }
    Together.run(tasks);

    MemoryStore fresh = open();
    List<Entity> entities = everything(fresh).entities();
    assertThat(entities.getFirst().observations()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(entities.stream().skip(1).map(Entity::name))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void r11_aRaceForOneNameHasOneWinner() throws Exception {
    MemoryStore one = open();
    MemoryStore other = open();
    AtomicInteger won = new AtomicInteger();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      MemoryStore store = writer % 2 == 0 ? one : other;
      String own = "by " + writer;
      tasks.add(
          () -> {
            for (int i = 0; i < WRITES; i++) {
              Entity mine = entity("contested " + i, own);
              List<Entity> created = store.createEntities(List.of(mine), AUTHOR);
              assertThat(created).isSubsetOf(mine);
              won.addAndGet(created.size());
            }
            return null;
          });
    }
    Together.run(tasks);

    assertThat(won).hasValue(WRITES);
    assertThat(everything(one).entities())
        .hasSize(WRITES)
        .allMatch(entity -> entity.observations().size() == 1);
  }

  @Test
  void r11_aNewStoreCanBeOpenedByManyAtOnce() throws Exception {
    List<Callable<MemoryStore>> tasks = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String name = "e" + i;
      tasks.add(
          () -> {
            MemoryStore store = open();
            create(store, entity(name));
            return store;
          });
    }

    for (MemoryStore store : Together.run(tasks)) {
      assertThat(names(everything(store))).containsExactlyInAnyOrder("e0", "e1", "e2", "e3");
    }
  }

  @Test
  void r12_aReadDoesNotWaitForAWriter() {
    MemoryStore writer = open();
    MemoryStore reader = open();
    create(writer, entity("a", "1"));
    List<List<String>> seen = new ArrayList<>();
    List<Entity> batch =
        new PausingList<>(
            List.of(entity("b"), entity("c"), entity("d")),
            () -> {
              seen.add(names(matching(reader, "1")));
              seen.add(names(matching(writer, "1")));
            });

    assertThat(writer.createEntities(batch, AUTHOR)).hasSize(3);
    assertThat(seen).isNotEmpty().allMatch(List.of("a")::equals);
  }

  @Test
  void r12_anOpenSnapshotHoldsUpNoWriter() {
    MemoryStore one = open();
    MemoryStore other = open();
    create(one, entity("a"), entity("b"));
    List<String> walked = new ArrayList<>();

    try (GraphSnapshot snapshot = one.read(new Selection.Everything())) {
      snapshot.entities(
          entity -> {
            walked.add(entity.name());
            Together.elsewhere(
                () -> {
                  create(other, entity("during " + entity.name()));
                  create(one, entity("also during " + entity.name()));
                });
          });
    }
    assertThat(walked).containsExactly("a", "b");
    assertThat(everything(one).entities()).hasSize(6);
  }
}
