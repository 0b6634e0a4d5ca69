package quire.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreUnavailableException;
import quire.api.spi.StoreSettings;

/** What a call costs at a server that is far away, and one that is not there yet. */
class DistanceTest {
  private static int serverPort() {
    return Integer.parseInt(TestServer.address().replaceAll(".*:|/.*", ""));
  }

  private static StoreSettings through(Memory memory, int port) {
    return memory
        .settings()
        .withLocation(memory.settings().location().replace(":" + serverPort(), ":" + port));
  }

  @Test
  void aWriteIsOneRoundTripAndAReadAFewAtMost() {
    try (Memory memory = Memory.make();
        Relay wire = Relay.start(0, serverPort(), Duration.ZERO);
        MemoryStore store = Memory.open(through(memory, wire.port()))) {
      fill(store);
      int _ = wire.takeTrips();

      Memory.create(store, "new");
      assertThat(wire.takeTrips()).as("a new entity").isEqualTo(1);
      Memory.add(store, "new", "another text");
      assertThat(wire.takeTrips()).as("an observation").isEqualTo(1);
      var _ = store.createRelations(List.of(new Relation("new", "e1", "knows")), Memory.AUTHOR);
      assertThat(wire.takeTrips()).as("a relation").isEqualTo(1);
      var _ = store.deleteEntities(List.of("new"), Memory.AUTHOR);
      assertThat(wire.takeTrips()).as("a deletion").isEqualTo(1);
      assertThat(store.lastSequence()).isPositive();
      assertThat(wire.takeTrips()).as("the newest number").isEqualTo(1);
      assertThat(store.changes(ChangeQuery.after(0, 10))).isNotEmpty();
      assertThat(wire.takeTrips()).as("the newest changes").isEqualTo(1);
      assertThat(Memory.entities(store, "e1")).hasSize(1);
      assertThat(wire.takeTrips()).as("an entity by name").isLessThanOrEqualTo(2);
      search(store);
      assertThat(wire.takeTrips()).as("a search").isLessThanOrEqualTo(2);
      assertThat(store.recall(RecallQuery.of("rare7 common words", 5)).facts()).isNotEmpty();
      assertThat(wire.takeTrips()).as("a recall of three words").isLessThanOrEqualTo(4);
    }
  }

  /** The first of each kind opens its connection, and statements get their names. */
  private static void fill(MemoryStore store) {
    for (int i = 0; i < 20; i++) {
      Entity entity = new Entity("e" + i, "thing", List.of("common words and rare" + i));
      var _ = store.createEntities(List.of(entity), Memory.AUTHOR);
    }
    Memory.add(store, "e1", "more");
    var _ = store.createRelations(List.of(new Relation("e1", "e2", "knows")), Memory.AUTHOR);
    for (int i = 0; i < 6; i++) {
      assertThat(Memory.entities(store, "e2")).hasSize(1);
      search(store);
      assertThat(store.recall(RecallQuery.of("rare3 common words", 5)).facts()).isNotEmpty();
      assertThat(store.changes(ChangeQuery.after(0, 10))).isNotEmpty();
      assertThat(store.lastSequence()).isPositive();
    }
  }

  private static void search(MemoryStore store) {
    try (var found = store.read(new Selection.Matching("rare7"))) {
      assertThat(found.toGraph().entities()).hasSize(1);
    }
  }

  @Test
  void aServerThatStartsAgainIsWaitedFor() throws Exception {
    int port = freePort();
    try (Memory memory = Memory.make();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<MemoryStore> opening = threads.submit(() -> Memory.open(through(memory, port)));
      assertThatExceptionOfType(TimeoutException.class)
          .as("it waits")
          .isThrownBy(() -> opening.get(300, TimeUnit.MILLISECONDS));
      try (Relay wire = Relay.start(port, serverPort(), Duration.ZERO);
          MemoryStore store = opening.get(20, TimeUnit.SECONDS)) {
        Memory.create(store, "a");
        assertThat(wire.takeTrips()).isPositive();
      }
    }
  }

  @Test
  void oneThatStaysAwayIsWaitedForAsLongAsACallMayTakeAndThenNamed() throws Exception {
    int port = freePort();
    try (Memory memory = Memory.make()) {
      StoreSettings patient = through(memory, port);
      StoreSettings settings =
          new StoreSettings(
              patient.location(),
              patient.durability(),
              patient.limits(),
              patient.options(),
              Duration.ofMillis(300));
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> Memory.open(settings).close())
          .withMessageContaining("127.0.0.1:" + port)
          .withMessageContaining("Check that the server runs");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
