package quire.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.api.spi.GraphSqlException;

/** What a statement could reach for beyond the graph: files, classes, the network, the store. */
class RefusedTest {
  private static final AtomicBoolean REVIVED = new AtomicBoolean();

  @TempDir private Path folder;

  @Test
  void aTableThatIsNotThereIsAnsweredWithThoseThatAre() {
    try (MemoryStore store = H2GraphSqlTest.store()) {
      for (String table : List.of("nodes", "entitie")) {
        assertThatThrownBy(() -> H2GraphSqlTest.select(store, "SELECT * FROM " + table))
            .isInstanceOf(GraphSqlException.class)
            .hasMessageContaining("\"" + table + "\" not found")
            .hasMessageEndingWith("there are entities, observations, relations and changes");
      }
    }
  }

  private void assertRefused(String sql) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.csv"), "hush\n1\n");
    Path script = Files.writeString(folder.resolve("script.sql"), "SELECT 1");
    String statement =
        sql.replace("{secret}", secret.toString())
            .replace("{script}", script.toString())
            .replace("{new}", folder.resolve("new").toString());
    try (MemoryStore store = H2GraphSqlTest.store()) {
      Graph before = everything(store);
      assertThatThrownBy(() -> H2GraphSqlTest.select(store, statement))
          .isInstanceOf(GraphSqlException.class)
          .hasMessageMatching("(?s)(Refused|Cannot answer).*")
          .message()
          .doesNotContain("hush");
      assertThat(everything(store)).isEqualTo(before);
    }
    assertThat(secret).hasContent("hush\n1\n");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(secret, script);
    }
  }

  private static Graph everything(MemoryStore store) {
    try (GraphSnapshot snapshot = store.read(new Selection.Everything())) {
      return snapshot.toGraph();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT FILE_READ('{secret}')",
        "SELECT FILE_READ('{secret}', NULL) FROM entities",
        "SELECT FILE_READ('classpath:org/h2/res/help.csv')",
        "SELECT FILE_READ('http://127.0.0.1:1/x')",
        "SELECT FILE_WRITE('gone', '{new}')",
        "SELECT FILE_WRITE('gone', '{secret}')",
        "SELECT * FROM CSVREAD('{secret}')",
        "SELECT CSVWRITE('{new}', 'SELECT * FROM entities')",
        "WITH c AS (SELECT * FROM CSVREAD('{secret}')) SELECT * FROM c",
        "SELECT * FROM LINK_SCHEMA('l', 'org.h2.Driver', 'jdbc:h2:{new}', 'sa', '', 'PUBLIC')",
        "SELECT DB_OBJECT_SQL('USER', 'OWNER') || FILE_READ('{secret}')",
        "SELECT * FROM (SELECT FILE_READ('{secret}') AS f) x",
        "VALUES (FILE_READ('{secret}'))",
        "SELECT CANCEL_SESSION(1), ABORT_SESSION(1) FROM entities, CSVREAD('{secret}')",
      })
  void functionsThatReachOutOfTheDatabase(String sql) throws IOException {
    assertRefused(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO entities VALUES ('x', 'y')",
        "UPDATE entities SET name='x'",
        "DELETE FROM entities",
        "MERGE INTO entities KEY(name) VALUES ('x', 'y')",
        "TRUNCATE TABLE entities",
        "DROP TABLE entities",
        "DROP ALL OBJECTS DELETE FILES",
        "ALTER TABLE entities ADD x INT",
        "ALTER USER reader ADMIN TRUE",
        "GRANT ALL ON entities TO reader",
        "CREATE TABLE x(y INT)",
        "CREATE LOCAL TEMPORARY TABLE x(y INT)",
        "CREATE CACHED TABLE x AS SELECT 1",
        "CREATE VIEW x AS SELECT 1",
        "CREATE ALIAS run AS 'void run() throws Exception { Runtime.getRuntime().exec(\"id\"); }'",
        "CREATE ALIAS run FOR 'java.lang.System.exit'",
        "CREATE TRIGGER t BEFORE SELECT ON entities CALL 'x.Y'",
        "CREATE AGGREGATE a FOR 'x.Y'",
        "CREATE LINKED TABLE l('org.h2.Driver', 'jdbc:h2:{new}', 'sa', '', 'x')",
        "RUNSCRIPT FROM '{script}'",
        "SCRIPT TO '{new}'",
        "SCRIPT",
        "BACKUP TO '{new}'",
        "SHUTDOWN",
        "SHUTDOWN IMMEDIATELY",
        "CHECKPOINT",
        "SET TRACE_LEVEL_FILE 3",
        "SET QUERY_TIMEOUT 0",
        "SET @x = 1",
        "SET PASSWORD 'x'",
        "CALL 1",
        "CALL FILE_READ('{secret}')",
        "EXECUTE IMMEDIATE 'DROP TABLE entities'",
        "EXPLAIN ANALYZE SELECT FILE_READ('{secret}')",
        "PREPARE p AS SELECT 1",
        "HELP SELECT",
        "SHOW TABLES",
        "COMMIT",
        "",
        "   -- nothing",
        ";",
      })
  void statementsThatDoNotOnlyRead(String sql) throws IOException {
    assertRefused(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; SHUTDOWN",
        "SELECT 1; DROP TABLE entities",
        "SELECT 1;;; SELECT 2",
        "SELECT ';'; SELECT 2",
        "SELECT \"name\" FROM entities; DELETE FROM entities",
        "SELECT $$;$$; DELETE FROM entities",
        "SELECT 1 /* ; /* nested */ */; SET @x = 1",
        "SELECT 1 -- ;\n; SET @x = 1",
        "/* SELECT */ DROP TABLE entities",
        "-- SELECT\nDROP TABLE entities",
        "SELECT * FROM FINAL TABLE (DELETE FROM entities)",
        "SELECT * FROM FINAL TABLE (INSERT INTO entities VALUES ('x', 'y'))",
        "WITH x AS (SELECT 1) DELETE FROM entities",
      })
  void statementsBehindOrInsideAStatement(String sql) throws IOException {
    assertRefused(sql);
  }

  /** Should the first look at a statement ever be deceived, the rights of its user still hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM entities",
        "DROP ALL OBJECTS",
        "CREATE TABLE x(y INT)",
        "CREATE ALIAS run FOR 'java.lang.System.exit'",
        "RUNSCRIPT FROM 'x'",
        "SCRIPT",
        "BACKUP TO 'x'",
        "SHUTDOWN",
        "SET TRACE_LEVEL_FILE 3",
      })
  void theUserHasNoRightBeyondReading(String sql) throws Exception {
    PrivateDatabase database = new PrivateDatabase();
    try (MemoryStore store = H2GraphSqlTest.store();
        var owner = database.owner()) {
      GraphTables.fill(owner, store, "entities");
      try (var reader = database.reader(owner);
          var statement = reader.createStatement()) {
        assertThatThrownBy(() -> statement.execute(sql))
            .hasMessageMatching("(?s).*(rights|denied).*");
      }
    }
  }

  @Test
  void nothingIsFetchedFromTheNetwork() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + listening.getLocalPort();
      for (String sql :
          List.of(
              "SELECT FILE_READ('http://%s/x')",
              "SELECT * FROM CSVREAD('http://%s/x')",
              "SELECT * FROM LINK_SCHEMA('l', '', 'jdbc:h2:tcp://%s/x', 'sa', '', 'PUBLIC')",
              "SELECT * FROM LINK_SCHEMA('l', 'javax.naming.InitialContext', 'ldap://%s/x', '', '',"
                  + " 'PUBLIC')")) {
        assertRefused(sql.formatted(address));
      }
      listening.setSoTimeout(50);
      assertThatThrownBy(listening::accept).isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  private static final class Trap implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) {
      REVIVED.set(true);
    }
  }

  @Test
  void bytesDoNotBecomeObjects() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Trap());
    }
    String hex = HexFormat.of().formatHex(bytes.toByteArray());
    String object = "CAST(X'%s' AS JAVA_OBJECT)".formatted(hex);
    assertRefused("SELECT " + object);
    try (MemoryStore store = H2GraphSqlTest.store()) {
      assertThat(H2GraphSqlTest.select(store, "SELECT %1$s = %1$s".formatted(object)).getLast())
          .containsExactly("true");
    }
    assertThat(REVIVED).isFalse();
  }
}
