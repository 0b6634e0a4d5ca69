package quire.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quire.api.MemoryStore;
import quire.api.StoreBusyException;
import quire.resilience.Patience;
import quire.resilience.RetryingMemoryStore;

/** What others do to a connection while it writes: no acknowledged write is lost, none is twice. */
class DisturbanceTest {
  private static final int WRITERS = 4;
  private static final int DISTURBANCES = 12;

  private Memory memory;

  @BeforeEach
  void make() {
    memory = Memory.make();
  }

  @AfterEach
  void drop() {
    memory.close();
  }

  @Test
  void aConnectionThatWasEndedIsReplacedByTheNextCall() {
    try (MemoryStore store = new RetryingMemoryStore(memory.open(), Patience.STANDARD)) {
      Memory.create(store, "a");
      assertThat(Memory.entities(store, "a")).hasSize(1);
      endConnections();
      Memory.create(store, "b");
      endConnections();
      assertThat(Memory.entities(store, "b")).hasSize(1);
    }
  }

  @Test
  void writersWhoseConnectionsAreEndedAllTheTimeLoseNothing() throws Exception {
    disturb("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + OURS);
  }

  @Test
  void writersWhoseStatementsAreCancelledAllTheTimeLoseNothing() throws Exception {
    disturb("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE " + OURS);
  }

  private static final String OURS = "application_name LIKE 'quire %' AND pid<>pg_backend_pid()";

  private void disturb(String disturbance) throws Exception {
    try (MemoryStore one = memory.open();
        MemoryStore other = memory.open();
        Connection connection = TestServer.connect();
        Statement statement = connection.createStatement();
        Writers writers = Writers.start(WRITERS, one, other)) {
      for (int i = 0; i < DISTURBANCES; i++) {
        int before = writers.acknowledged();
        var _ = statement.execute(disturbance);
        writers.await(before + WRITERS);
      }
      writers.stop();
      writers.assertNothingIsLost(one);
    }
  }

  @Test
  void whoKeepsTheTurnIsNamedAndTheCallIsBusyAfterASecond() throws SQLException {
    try (MemoryStore store = memory.open();
        Connection holder = TestServer.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      var _ = statement.execute("SET application_name='the holder'");
      var _ = statement.execute("SELECT 1 FROM " + memory.schema() + ".memory FOR UPDATE");
      long start = System.nanoTime();
      assertThatExceptionOfType(StoreBusyException.class)
          .isThrownBy(() -> Memory.create(store, "a"))
          .withMessageContaining("the holder")
          .withMessageContaining("nothing was written");
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
      assertThat(Memory.entities(store, "a")).isEmpty();
      holder.rollback();
      Memory.create(store, "a");
      assertThat(Memory.entities(store, "a")).hasSize(1);
    }
  }

  private static void endConnections() {
    TestServer.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + OURS);
  }
}
