package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Durability;
import quire.storage.sqlite.Stores;

class ConnectorTest {
  private Path file;

  @BeforeEach
  void createStore(@TempDir Path folder) {
    file = folder.resolve("memory.db");
    Stores.open(file).close();
  }

  @Test
  void theWriterHasEachSetting() throws SQLException {
    try (Session session = opener(Durability.FULL).openWriter()) {
      assertSettings(session, 2);
      assertThat(session.number("PRAGMA busy_timeout")).isEqualTo(Opener.WRITER_TIMEOUT_MS);
      assertThat(session.number("PRAGMA query_only")).isZero();
    }
  }

  @Test
  void aReaderHasEachSettingAndCannotWrite() throws SQLException {
    try (Session session = opener(Durability.FULL).openReader()) {
      assertSettings(session, 2);
      assertThat(session.number("PRAGMA busy_timeout")).isEqualTo(Opener.READER_TIMEOUT_MS);
      assertThat(session.number("PRAGMA query_only")).isEqualTo(1);
    }
  }

  @Test
  void normalDurabilityIsSetOnEveryConnection() throws SQLException {
    try (Session writer = opener(Durability.NORMAL).openWriter();
        Session reader = opener(Durability.NORMAL).openReader()) {
      assertSettings(writer, 1);
      assertSettings(reader, 1);
    }
  }

  private void assertSettings(Session session, int synchronous) throws SQLException {
    assertThat(session.text("PRAGMA journal_mode")).isEqualTo("wal");
    assertThat(session.number("PRAGMA synchronous")).isEqualTo(synchronous);
    assertThat(session.number("PRAGMA foreign_keys")).isEqualTo(1);
    assertThat(session.number("PRAGMA journal_size_limit")).isEqualTo(Connector.LOG_SIZE_LIMIT);
    assertThat(session.number("PRAGMA mmap_size")).isZero();
    assertThat(session.text("PRAGMA locking_mode")).isEqualTo("normal");
    assertThat(session.connection().getAutoCommit()).isTrue();
  }

  private Opener opener(Durability durability) {
    StoreFile store = new StoreFile(file);
    Opener opener = new Opener(store, new Connector(store, durability), Schema.CURRENT);
    opener.quietlyClose(opener.prepare());
    return opener;
  }

  @Test
  void theEngineIsFreeOfTheLogResetDefect() throws SQLException {
    try (Session session = opener(Durability.FULL).openReader()) {
      String[] version = session.text("SELECT sqlite_version()").split("\\.");
      int number = Integer.parseInt(version[0]) * 1_000 + Integer.parseInt(version[1]);
      assertThat(number).isGreaterThan(3_051);
    }
  }
}
