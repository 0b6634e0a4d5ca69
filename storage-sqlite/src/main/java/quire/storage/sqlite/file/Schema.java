package quire.storage.sqlite.file;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import quire.api.StoreDamagedException;
import quire.api.StoreUnavailableException;
import quire.storage.sqlite.terms.IndexQuery;

/**
 * The tables of a store, as numbered steps from an empty file.
 *
 * <p>A file carries the oldest version that can read it and the oldest that can write it, so that
 * an older Quire can tell what it may still do with a newer file.
 *
 * @param migrations step n leads from version n-1 to version n
 */
public record Schema(List<Migration> migrations) {
  /** The first version whose log keeps the texts of what was removed. */
  public static final int KEEPING_TEXTS = 4;

  /**
   * Added to the version of a store that has moved. To a Quire that does not know the mark it is a
   * newer format, which it reads and does not write.
   */
  private static final int MOVED = 1_000_000;

  /** Marks the file as ours ("Quir"). */
  static final int APPLICATION_ID = 0x51756972;

  /**
   * One step.
   *
   * @param minimumReader the oldest version that can read the result
   * @param minimumWriter the oldest version that can write the result
   * @param rework what no statement can do, done after them
   */
  public record Migration(
      int minimumReader, int minimumWriter, List<String> statements, Rework rework) {
    public Migration {
      statements = List.copyOf(statements);
    }

    public Migration(int minimumReader, int minimumWriter, List<String> statements) {
      this(minimumReader, minimumWriter, statements, session -> {});
    }
  }

  /** Changes what the tables hold, within the transaction of its step. */
  public interface Rework {
    void run(Session session) throws SQLException;
  }

  /** How a connection may use the file. */
  public enum Access {
    READ_WRITE,
    READ_ONLY,
    /** All have moved to another store, which the file names. */
    MOVED
  }

  /**
   * The number of a fact is the number of the change that wrote it, so the log of changes is the
   * facts themselves and the removals. The write of a change is the one with the greatest number
   * that is not greater.
   */
  public static final Schema CURRENT =
      new Schema(
          List.of(
              new Migration(
                  1,
                  1,
                  List.of(
                      "CREATE TABLE format(minimum_reader INTEGER NOT NULL, minimum_writer INTEGER"
                          + " NOT NULL)",
                      "INSERT INTO format VALUES(1, 1)",
                      """
                      CREATE TABLE authors(
                        id INTEGER PRIMARY KEY, client TEXT NOT NULL, session TEXT NOT NULL,
                        UNIQUE(client, session))
                      """,
                      """
                      CREATE TABLE writes(
                        id INTEGER PRIMARY KEY, time_ns INTEGER NOT NULL,
                        author_id INTEGER NOT NULL REFERENCES authors(id))
                      """,
                      """
                      CREATE TABLE entities(
                        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, type TEXT NOT NULL)
                      """,
                      """
                      CREATE TABLE observations(
                        id INTEGER PRIMARY KEY,
                        entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE,
                        hash INTEGER NOT NULL, text TEXT NOT NULL)
                      """,
                      "CREATE INDEX observations_of_entity ON observations(entity_id, hash)",
                      """
                      CREATE TABLE relations(
                        id INTEGER PRIMARY KEY,
                        source TEXT NOT NULL, target TEXT NOT NULL, type TEXT NOT NULL,
                        UNIQUE(source, target, type))
                      """,
                      "CREATE INDEX relations_to ON relations(target)",
                      """
                      CREATE TABLE removals(
                        id INTEGER PRIMARY KEY, added_id INTEGER NOT NULL UNIQUE,
                        kind INTEGER NOT NULL, subject TEXT NOT NULL, target TEXT, type TEXT)
                      """,
                      "CREATE INDEX removals_of ON removals(subject)",
                      "CREATE INDEX removals_to ON removals(target) WHERE target IS NOT NULL",
                      """
                      CREATE VIRTUAL TABLE grams USING fts5(
                        terms, content='', columnsize=0, detail=none, tokenize=%s)
                      """
                          .formatted(IndexQuery.TOKENIZER),
                      // Upkeep merges eight parts; a commit helps where that is left behind.
                      "INSERT INTO grams(grams, rank) VALUES('usermerge', 8)",
                      "INSERT INTO grams(grams, rank) VALUES('automerge', 12)")),
              // A version that knows no link spoils none: a log without one is played as ever.
              new Migration(
                  1,
                  1,
                  List.of(
                      "CREATE TABLE log(link BLOB NOT NULL)",
                      "INSERT INTO log VALUES(x'%s')"
                          .formatted(HexFormat.of().formatHex(LogLink.NONE.bytes())))),
              // The terms of texts in some scripts changed. An older version finds a little less
              // with them; it may not write, because its terms would be missed by this one.
              new Migration(1, 3, List.of(), Reindexing::ofChangedTerms),
              // What is removed keeps its text. An older version reads what it always did; it may
              // not write, because it would remove texts without keeping them.
              new Migration(
                  1,
                  KEEPING_TEXTS,
                  List.of(
                      "CREATE TABLE removed_texts(id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
                      "CREATE TABLE history(start INTEGER NOT NULL)",
                      "INSERT INTO history SELECT coalesce(max(id), 0) FROM removals WHERE"
                          + " kind=2"))));

  public Schema {
    migrations = List.copyOf(migrations);
  }

  public int version() {
    return migrations.size();
  }

  /** {@return the version of the tables that the file has} */
  public static int version(Session session) throws SQLException {
    return Math.toIntExact(session.number("PRAGMA user_version")) % MOVED;
  }

  /** {@return whether the store has moved to another one} */
  static boolean isMoved(Session session) throws SQLException {
    return session.number("PRAGMA user_version") > MOVED;
  }

  /** Marks the store as moved; the caller has a transaction. */
  public static void move(Session session, String address) throws SQLException {
    long version = session.number("PRAGMA user_version");
    session.run("CREATE TABLE moved(address TEXT NOT NULL, minimum_writer INTEGER NOT NULL)");
    session.run("INSERT INTO moved SELECT '', minimum_writer FROM format");
    session.execute("UPDATE moved SET address=?", address);
    session.run("UPDATE format SET minimum_writer=" + (MOVED + version));
    session.run("PRAGMA user_version=" + (MOVED + version));
  }

  /** Takes the mark away, if there is one; the caller has a transaction. */
  public static void moveBack(Session session) throws SQLException {
    if (isMoved(session)) {
      session.run("UPDATE format SET minimum_writer=(SELECT minimum_writer FROM moved)");
      session.run("PRAGMA user_version=" + version(session));
      session.run("DROP TABLE moved");
    }
  }

  /** {@return where a store that has moved is now} */
  public static String newAddress(Session session) throws SQLException {
    return session.text("SELECT address FROM moved");
  }

  /**
   * Refuses a file that belongs to another program, before anything is set on it that would change
   * it.
   */
  void identify(Session session, StoreFile file) throws SQLException {
    long id = session.number("PRAGMA application_id");
    if (id == APPLICATION_ID) {
      return;
    }
    boolean empty = id == 0 && session.number("SELECT count(*) FROM sqlite_schema") == 0;
    // Asked again: another process may have made it a store between the two questions.
    if (!empty && session.number("PRAGMA application_id") != APPLICATION_ID) {
      throw new StoreDamagedException(
          "Cannot open %s: it is an SQLite database, but of another program. It was left as it is. Choose another file"
              .formatted(file));
    }
  }

  /** Brings the tables to this version, whoever else is trying to do the same. */
  Access migrate(Session session, StoreFile file) throws SQLException {
    if (version(session) < version() && !isMoved(session)) {
      session.run("BEGIN IMMEDIATE");
      try {
        applyMissing(session);
        session.run("COMMIT");
      } catch (SQLException e) {
        session.rollBack();
        throw e;
      }
    }
    return access(session, file);
  }

  private void applyMissing(Session session) throws SQLException {
    // Asked again: another process may have done it while this one waited for the lock.
    int done = isMoved(session) ? version() : version(session);
    for (int next = done; next < version(); next++) {
      Migration migration = migrations.get(next);
      for (String statement : migration.statements()) {
        session.run(statement);
      }
      migration.rework().run(session);
      session.run(
          "UPDATE format SET minimum_reader=%d, minimum_writer=%d"
              .formatted(migration.minimumReader(), migration.minimumWriter()));
      session.run("PRAGMA user_version=" + (next + 1));
    }
    session.run("PRAGMA application_id=" + APPLICATION_ID);
  }

  /**
   * {@return what this version may do with the file}
   *
   * @throws StoreUnavailableException if it may not even read it
   */
  Access access(Session session, StoreFile file) throws SQLException {
    long marked = session.number("PRAGMA user_version");
    long actual = marked % MOVED;
    if (actual <= version()) {
      return marked > MOVED ? Access.MOVED : Access.READ_WRITE;
    }
    long reader = session.number("SELECT minimum_reader FROM format");
    if (reader > version()) {
      throw new StoreUnavailableException(
          "Cannot open %s: it has format %d, which needs a Quire that knows format %d; this one knows %d. The file was left as it is. Upgrade Quire"
              .formatted(file, actual, reader, version()));
    }
    if (marked > MOVED) {
      return Access.MOVED;
    }
    boolean writable = session.number("SELECT minimum_writer FROM format") <= version();
    return writable ? Access.READ_WRITE : Access.READ_ONLY;
  }
}
