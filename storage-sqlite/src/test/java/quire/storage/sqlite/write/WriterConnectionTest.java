package quire.storage.sqlite.write;

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
import quire.storage.sqlite.Stores;
import quire.storage.sqlite.file.Connector;
import quire.storage.sqlite.file.Opener;
import quire.storage.sqlite.file.Schema;
import quire.storage.sqlite.file.StoreFile;

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
  void whatOthersWriteIsCountedOnAndWhatWasTakenBackIsNot() throws Exception {
    Transaction first = writer.begin();
    long number = first.take(1);
    insert(first, number);
    writer.commit(first);
    Transaction second = writer.begin();
    assertThat(second.next()).isEqualTo(number + 1);
    insert(second, second.take(1));
    writer.rollBack(new IllegalStateException("taken back"));
    assertThat(Stores.value(file, "SELECT count(*) FROM entities")).isEqualTo("1");
    Transaction third = writer.begin();
    assertThat(third.next()).isEqualTo(number + 1);
    writer.commit(third);
    try (MemoryStore other = Stores.open(file)) {
      Stores.create(other, "a");
    }
    Transaction fourth = writer.begin();
    assertThat(fourth.next()).isGreaterThan(number + 1);
    writer.commit(fourth);
  }

  private static void insert(Transaction transaction, long number) throws SQLException {
    transaction
        .session()
        .update("INSERT INTO entities(id, name, type) VALUES(?, ?, '')", number, "e" + number);
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
