package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import quire.api.Entity;
import quire.api.MemoryStore;

/**
 * R9 to R11 with real processes, some of them killed. The backend must be installed: its provider
 * is found by its id in the processes.
 */
public abstract class ProcessContract extends StoreContract {
  private static final int ENDLESS = 100_000;

  private final List<RunningWriter> writers = new ArrayList<>();

  protected ProcessContract(Backend backend) {
    super(backend);
  }

  @AfterEach
  void killWriters() throws Exception {
    for (RunningWriter writer : writers) {
      writer.kill();
      writer.awaitEnd();
    }
  }

  private RunningWriter start(String name, int calls) throws IOException {
    RunningWriter writer = RunningWriter.start(backend().provider().id(), settings(), name, calls);
    writers.add(writer);
    return writer;
  }

  @Test
  void r11_processesThatStartAtOnceOnANewStoreLoseNothing() throws Exception {
    for (String name : List.of("a", "b", "c")) {
      start(name, 8);
    }
    for (RunningWriter writer : writers) {
      writer.awaitSuccess();
      assertThat(writer.acknowledged()).hasSize(8);
    }

    assertThat(assertWholeAndSound()).hasSize(24);
  }

  @Test
  void r10_aStoreSeesWhatAnotherProcessAcknowledged() throws Exception {
    MemoryStore store = open();
    RunningWriter writer = start("other", ENDLESS);

    for (int i = 0; i < 5; i++) {
      writer.awaitMore(1);
      String newest = writer.acknowledged().getLast();
      assertThat(named(store, newest + ", 0").entities())
          .containsExactly(WriterProcess.entity(newest, 0));
    }
  }

  @Test
  void r9_killedProcessesLoseNothingAndHoldUpNobody() throws Exception {
    RunningWriter survivor = start("survivor", ENDLESS);
    RunningWriter first = start("first", ENDLESS);
    RunningWriter second = start("second", ENDLESS);
    for (RunningWriter writer : writers) {
      writer.awaitMore(3);
    }
    first.kill();
    survivor.awaitMore(3);
    second.kill();
    survivor.awaitMore(3);
    create(open(), entity("written meanwhile"));
    survivor.kill();
    for (RunningWriter writer : writers) {
      writer.awaitEnd();
    }

    assertWholeAndSound();
    create(open(), entity("written afterwards"));
  }

  /** Demands that each call happened as a whole, and all that were acknowledged; returns them. */
  private List<String> assertWholeAndSound() {
    MemoryStore store = open();
    List<Entity> entities = everything(store).entities();
    Map<String, List<Entity>> batches =
        entities.stream()
            .filter(entity -> entity.observations().contains("written by a process"))
            .collect(Collectors.groupingBy(Entity::type));
    List<String> acknowledged = writers.stream().flatMap(w -> w.acknowledged().stream()).toList();

    assertThat(batches.keySet()).containsAll(acknowledged);
    batches.forEach((batch, written) -> assertThat(written).as(batch).hasSize(WriterProcess.BATCH));
    assertThat(named(store, WriterProcess.SHARED).entities()).hasSize(1);
    assertThat(named(store, WriterProcess.SHARED).entities().getFirst().observations())
        .containsAll(acknowledged)
        .doesNotHaveDuplicates();
    assertThat(store.problems()).isEmpty();
    return List.copyOf(batches.keySet());
  }
}
