package quire.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.api.StoreException;
import quire.api.spi.StoreSettings;

/** A pooler that no transaction survives. Named so that only the nightly run takes it. */
class StatementPooling {
  @Test
  void itsSettingIsNamed() {
    try (Memory memory = Memory.make()) {
      int server = Integer.parseInt(TestServer.address().replaceAll(".*:|/.*", ""));
      try (Pooler pooler = Pooler.before(server, "statement");
          MemoryStore store =
              Memory.open(
                  StoreSettings.at(
                      memory.settings().location().replace(":" + server, ":" + pooler.port())))) {
        Memory.create(store, "a");
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> store.read(new Selection.Everything()).toGraph())
            .withMessageContaining("pool_mode = transaction");
      }
      try (MemoryStore store = memory.open()) {
        assertThat(Memory.entities(store, "a")).hasSize(1);
      }
    }
  }
}
