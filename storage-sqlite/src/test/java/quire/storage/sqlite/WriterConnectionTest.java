package quire.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Durability;
import quire.api.MemoryStore;

/** The lock of the one connection that writes, and what it learns of others. */
class WriterConnectionTest {
  private Path file;
  private Opener opener;
  private WriterConnection writer;

  @BeforeEach
  void open(@TempDir Path folder) {
    file = folder.resolve("memory.db");
    StoreFile store = new StoreFile(file);
    opener = new Opener(store, new Connector(store, Durability.FULL), Schema.CURRENT);
    writer = new WriterConnection(opener, opener.prepare());
  }

  @AfterEach
  void close() {
    writer.close();
  }

  /** {@return whether others were seen by a transaction that writes a row, or none} */
  private boolean write(String name) throws SQLException {
    Transaction transaction = writer.begin();
    transaction
        .session()
        .update("INSERT INTO authors(client, session) VALUES(?, '') ON CONFLICT DO NOTHING", name);
    writer.commit(transaction);
    return transaction.isAfterOthers();
  }

  @Test
  void itNoticesThatOthersHaveWrittenButNotItself() throws Exception {
    assertThat(write("first")).isFalse();
    assertThat(write("first")).isFalse();
    assertThat(write("second")).isFalse();
    try (MemoryStore other = Stores.open(file)) {
      assertThat(write("third")).isFalse();
      Stores.create(other, "a");
      assertThat(write("third")).isTrue();
      assertThat(write("third")).isFalse();
    }
  }

  @Test
  void aConnectionThatWasOpenedAnewWaitsToo() throws Exception {
    write("first");
    writer.discard();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> writer.begin()).isInstanceOf(SQLException.class);
      assertThat(writer.statistics().refusals()).isGreaterThan(2);
    }
    assertThat(write("second")).isFalse();
  }

  @Test
  void onlyTheWriteLockIsWaitedFor() throws Exception {
    Transaction transaction = writer.begin();
    writer.commit(transaction);
    write("first");
    try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.executeQuery("SELECT count(*) FROM authors").close();
      write("second");
      // Asks the busy handler too, as long as the reader keeps its snapshot.
      assertThat(transaction.session().number("PRAGMA wal_checkpoint(TRUNCATE)")).isEqualTo(1);
    }
    assertThat(writer.statistics().refusals()).isZero();
  }
}
