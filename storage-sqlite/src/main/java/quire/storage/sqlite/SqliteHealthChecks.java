package quire.storage.sqlite;

import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.api.spi.StoreSettings;
import quire.storage.sqlite.file.Connector;
import quire.storage.sqlite.file.Failures;
import quire.storage.sqlite.file.Failures.Stage;
import quire.storage.sqlite.file.LockHolder;
import quire.storage.sqlite.file.Opener;
import quire.storage.sqlite.file.Schema;
import quire.storage.sqlite.file.Schema.Access;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.file.StoreFile;

/**
 * What {@code quire doctor} asks about one file. Each check opens it by itself; none creates it.
 */
final class SqliteHealthChecks {
  /** In versions before, two connections that checkpoint at once could damage the file. */
  private static final int FIRST_SOUND_ENGINE = number("3.51.3");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "journal_mode", "wal",
          "locking_mode", "normal",
          "foreign_keys", "1",
          "mmap_size", "0");

  private final StoreFile file;
  private final Opener opener;

  SqliteHealthChecks(StoreSettings settings, Schema schema) {
    file = StoreFile.of(settings);
    opener = new Opener(file, new Connector(file, settings.durability()), schema);
  }

  List<HealthCheck> all() {
    return List.of(
        new Check("sqlite-write", this::write),
        new Check("sqlite-settings", session -> judgeSettings(settings(session))),
        new Check("sqlite-format", this::format),
        new Check("sqlite-engine", session -> judgeEngine(session.text("SELECT sqlite_version()"))),
        new Check("sqlite-log", session -> judgeLog(file.size("-wal"))),
        new Check("sqlite-lock", session -> lock(session)),
        new SqliteProgramCheck("sqlite3"));
  }

  private interface Question {
    Finding answer(Session session) throws SQLException;
  }

  private final class Check implements HealthCheck {
    private final String name;
    private final Question question;

    Check(String name, Question question) {
      this.name = name;
      this.question = question;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Finding run() {
      if (!Files.exists(file.path())) {
        return Finding.skip(file + " does not exist yet");
      }
      try (Session session = opener.openWriter()) {
        return question.answer(session);
      } catch (SQLException failure) {
        return Finding.fail(
            String.valueOf(
                new Failures(file).translate(failure, "examine", Stage.READING).getMessage()),
            "see the message; the file was left as it is");
      }
    }
  }

  /** The transaction touches the real tables and never commits. */
  private Finding write(Session session) throws SQLException {
    if (opener.isUnwritable()) {
      return judgeWrite(true);
    }
    if (opener.access() == Access.READ_ONLY) {
      return Finding.skip("this version may not write the file, see sqlite-format");
    }
    if (opener.access() == Access.MOVED) {
      return Finding.skip("the memory has moved to " + Schema.newAddress(session));
    }
    try {
      session.run("BEGIN IMMEDIATE");
    } catch (SQLException failure) {
      if (Failures.isBusy(failure)) {
        return Finding.skip("another writer holds the file, see sqlite-lock");
      }
      throw failure;
    }
    try {
      session.run("INSERT INTO authors(client, session) VALUES('quire doctor', 'a trial')");
      return judgeWrite(false);
    } finally {
      session.rollBack();
    }
  }

  static Finding judgeWrite(boolean unwritable) {
    return unwritable
        ? Finding.fail(
            "the file, its folder or the disk is read-only for this user, so the store is only"
                + " read",
            "make all three writable")
        : Finding.ok("a write succeeded and was rolled back");
  }

  private static Map<String, String> settings(Session session) throws SQLException {
    Map<String, String> actual = new TreeMap<>();
    for (String name : SETTINGS.keySet()) {
      actual.put(name, session.text("PRAGMA " + name));
    }
    actual.put("synchronous", session.text("PRAGMA synchronous"));
    return actual;
  }

  static Finding judgeSettings(Map<String, String> actual) {
    List<String> wrong =
        actual.entrySet().stream()
            .filter(
                setting ->
                    !SETTINGS
                        .getOrDefault(setting.getKey(), setting.getValue())
                        .equals(setting.getValue()))
            .map(setting -> setting.getKey() + " " + setting.getValue())
            .toList();
    return wrong.isEmpty()
        ? Finding.ok(said(actual))
        : Finding.fail(
            "SQLite reports " + String.join(", ", wrong), "do not write: report this line");
  }

  private static String said(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " " + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  private Finding format(Session session) throws SQLException {
    long actual = Schema.version(session);
    String text = "format %d, this version knows %d".formatted(actual, opener.schema().version());
    return opener.access() == Access.READ_ONLY
        ? Finding.fail(text + ": it can be read and not written", "quire upgrade")
        : Finding.ok(text);
  }

  /** {@return whether this version of SQLite has the WAL-reset defect} */
  static boolean isDefective(String version) {
    return number(version) < FIRST_SOUND_ENGINE;
  }

  static Finding judgeEngine(String version) {
    return isDefective(version)
        ? Finding.fail(
            "SQLite %s can damage a file under two writers (WAL-reset defect)".formatted(version),
            "use the driver that Quire ships, 3.51.3 or newer")
        : Finding.ok("SQLite " + version);
  }

  private static int number(String version) {
    return Arrays.stream(version.split("\\."))
        .limit(3)
        .mapToInt(Integer::parseInt)
        .reduce(0, (sum, part) -> sum * 1000 + part);
  }

  static Finding judgeLog(long bytes) {
    return bytes > 4 * Connector.LOG_SIZE_LIMIT
        ? Finding.warn(
            "the write-ahead log has %,d MB, so some reader never ends".formatted(bytes >> 20),
            "quire ps shows the servers on this store; restart the oldest window")
        : Finding.ok("the write-ahead log has %,d KB".formatted(bytes >> 10));
  }

  private Finding lock(Session session) throws SQLException {
    try {
      session.run("BEGIN IMMEDIATE");
      session.rollBack();
      return Finding.ok("nobody holds the write lock");
    } catch (SQLException failure) {
      if (!Failures.isBusy(failure)) {
        throw failure;
      }
      return Finding.warn(
          LockHolder.of(file).orElse("another process") + " holds the write lock at this moment",
          "ask again; if it stays the same, end that process");
    }
  }
}
