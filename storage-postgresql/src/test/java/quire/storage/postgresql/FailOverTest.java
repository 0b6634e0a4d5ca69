package quire.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.StoreUnavailableException;
import quire.api.StoreUndecidedException;
import quire.api.spi.StoreSettings;
import quire.resilience.Patience;
import quire.resilience.RetryingMemoryStore;

/** Two servers: the second has what the first acknowledges, and takes over when that is gone. */
@Tag("long")
class FailOverTest {
  private static final int WRITERS = 4;
  private static final Duration LITTLE = Duration.ofMillis(300);

  /** How long a call may take that waits for a little: a busy machine takes its time as well. */
  private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(5);

  @TempDir private Path folder;

  @Test
  void whatWasAcknowledgedIsThereOnceTheStandbyHasTakenOver() throws Exception {
    Path data = folder.resolve("first");
    Path copy = folder.resolve("second");
    try (EmbeddedPostgres first = TestServer.startPrimary(data, copy);
        EmbeddedPostgres second = TestServer.startStandby(copy, first.getPort())) {
      String hosts = "127.0.0.1:%d,127.0.0.1:%d".formatted(first.getPort(), second.getPort());
      StoreSettings shared = make(hosts, "shared");
      StoreSettings alone = make(hosts, "alone");
      try (MemoryStore one = Memory.open(shared);
          MemoryStore other = Memory.open(shared);
          MemoryStore patient = new RetryingMemoryStore(Memory.open(alone), Patience.STANDARD);
          MemoryStore impatient = Memory.open(withLittlePatience(alone));
          Writers writers = Writers.start(WRITERS, one, other)) {
        Memory.create(patient, "before");
        Memory.create(impatient, "before, too");
        writers.await(10 * WRITERS);

        TestServer.kill(data);
        assertTells(impatient, hosts.replace(",", ", "));
        promote(second);
        Memory.create(patient, "after");
        writers.await(writers.acknowledged() + 10 * WRITERS);
        writers.stop();

        for (String name : List.of("before", "before, too", "after")) {
          assertThat(Memory.entities(impatient, name)).as(name).hasSize(1);
        }
        assertThat(patient.createEntities(List.of(entity("nowhere")), Memory.AUTHOR))
            .as("what was not written as it was told")
            .hasSize(1);
        writers.assertNothingIsLost(one);
      }
    }
  }

  private static StoreSettings make(String hosts, String memory) {
    StoreSettings settings =
        StoreSettings.at("//postgres@%s/postgres?memory=%s".formatted(hosts, memory));
    assertThat(new PostgresMemoryStoreProvider(TestServer.environment()).make(settings)).isTrue();
    return settings;
  }

  private static StoreSettings withLittlePatience(StoreSettings settings) {
    return new StoreSettings(
        settings.location(), settings.durability(), settings.limits(), settings.options(), LITTLE);
  }

  private static Entity entity(String name) {
    return new Entity(name, "thing", List.of());
  }

  /**
   * While nobody is the primary: the first write was under way when its connection was found cut.
   */
  private static void assertTells(MemoryStore store, String hosts) {
    assertThatExceptionOfType(StoreUndecidedException.class)
        .isThrownBy(() -> inTime(() -> Memory.create(store, "nowhere")))
        .withMessageContaining("it is open whether it was written");
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> inTime(() -> Memory.create(store, "nowhere")))
        .withMessageContaining(hosts)
        .withMessageContaining("none that does is the primary")
        .withMessageContaining("nothing was changed");
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> inTime(() -> Memory.entities(store, "before")))
        .withMessageContaining("none that does is the primary");
  }

  private static void inTime(Runnable call) {
    long start = System.nanoTime();
    try {
      call.run();
    } finally {
      assertThat(System.nanoTime() - start).isLessThan(BOUND_NS);
    }
  }

  private static void promote(EmbeddedPostgres standby) throws SQLException {
    try (Connection connection = standby.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_promote()")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getBoolean(1)).isTrue();
    }
  }
}
