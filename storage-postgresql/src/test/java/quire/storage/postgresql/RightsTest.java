package quire.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quire.api.MemoryStore;
import quire.api.RecallQuery;
import quire.api.StoreDamagedException;
import quire.api.StoreException;
import quire.api.StoreReadOnlyException;
import quire.api.StoreUnavailableException;
import quire.api.spi.StoreSettings;
import quire.storage.postgresql.address.Address;
import quire.storage.postgresql.server.Schema;

/**
 * Who may do what with a memory, by the statements that {@code quire init --print-grants} prints.
 */
class RightsTest {
  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final String writer = "writer_" + suffix;
  private final String reader = "reader_" + suffix;
  private final String nobody = "nobody_" + suffix;
  private Memory memory;

  @BeforeEach
  void make() {
    memory = Memory.make();
    for (String role : List.of(writer, reader, nobody)) {
      TestServer.execute("CREATE ROLE " + role + " LOGIN");
    }
    Address address = Address.of(memory.settings().location(), TestServer.environment());
    for (String grant : new Schema(address).grants()) {
      if (!grant.startsWith("--")) {
        TestServer.execute(grant.replace("quire_writer", writer).replace("quire_reader", reader));
      }
    }
  }

  @AfterEach
  void drop() {
    memory.close();
    for (String role : List.of(writer, reader, nobody)) {
      TestServer.execute("DROP OWNED BY " + role);
      TestServer.execute("DROP ROLE " + role);
    }
  }

  private MemoryStore open(String role) {
    return Memory.open(
        memory
            .settings()
            .withLocation(memory.settings().location().replace("//postgres@", "//" + role + "@")));
  }

  @Test
  void aWriterCanDoAllThatTheContractHas() {
    try (MemoryStore store = open(writer)) {
      Memory.create(store, "a");
      Memory.add(store, "a", "more");
      assertThat(store.deleteEntities(List.of("a"), Memory.AUTHOR)).isEqualTo(3);
      assertThat(store.problems()).isEmpty();
      assertThat(store.describe().entities()).isZero();
    }
  }

  @Test
  void aReaderReadsAndIsToldWhyItCannotWrite() {
    try (MemoryStore owner = memory.open();
        MemoryStore store = open(reader)) {
      Memory.create(owner, "a");
      assertThat(Memory.entities(store, "a")).hasSize(1);
      assertThat(store.recall(RecallQuery.of("text", 5)).facts()).isNotEmpty();
      assertThatExceptionOfType(StoreReadOnlyException.class)
          .isThrownBy(() -> Memory.create(store, "b"))
          .withMessageContaining(reader)
          .withMessageContaining("quire init --print-grants");
      assertThat(store.lastSequence()).isEqualTo(owner.lastSequence());
    }
  }

  @Test
  void whoHasNoRightIsToldSo() {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> open(nobody).close())
        .withMessageContaining(nobody);
  }

  @Test
  void connectingMakesNothing() {
    StoreSettings absent = PostgresBackend.memory();
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> Memory.open(absent).close())
        .withMessageContaining("quire init");
    PostgresMemoryStoreProvider provider =
        new PostgresMemoryStoreProvider(TestServer.environment());
    assertThat(provider.exists(absent)).isFalse();
    assertThat(provider.make(absent)).isTrue();
    assertThat(provider.make(absent)).isFalse();
    assertThat(provider.exists(absent)).isTrue();
    PostgresBackend.drop(absent);
  }

  @Test
  void aSchemaOfSomebodyElseIsLeftAsItIs() {
    StoreSettings foreign = PostgresBackend.memory();
    String schema = Address.of(foreign.location(), TestServer.environment()).schema();
    TestServer.execute("CREATE SCHEMA " + schema);
    PostgresMemoryStoreProvider provider =
        new PostgresMemoryStoreProvider(TestServer.environment());
    assertThatExceptionOfType(StoreDamagedException.class).isThrownBy(() -> provider.make(foreign));
    assertThatExceptionOfType(StoreDamagedException.class)
        .isThrownBy(() -> Memory.open(foreign).close());
    TestServer.execute("DROP SCHEMA " + schema + " RESTRICT");
  }

  @Test
  void aMemoryOfANewerFormatIsReadAndNotWritten() {
    try (MemoryStore store = memory.open()) {
      Memory.create(store, "a");
      TestServer.execute("UPDATE " + memory.schema() + ".memory SET format=2");
      assertThatExceptionOfType(StoreReadOnlyException.class)
          .isThrownBy(() -> Memory.create(store, "b"))
          .withMessageContaining("Upgrade Quire");
      assertThat(Memory.entities(store, "a")).hasSize(1);
      TestServer.execute("UPDATE " + memory.schema() + ".memory SET minimum_reader=2");
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> memory.open().close())
          .withMessageContaining("Upgrade Quire");
    }
  }
}
