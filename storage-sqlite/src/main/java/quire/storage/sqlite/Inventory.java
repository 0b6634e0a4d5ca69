package quire.storage.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import quire.api.StoreDescription;
import quire.storage.sqlite.file.Opener;
import quire.storage.sqlite.file.Schema;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.read.ChangeLog;
import quire.storage.sqlite.write.LockStatistics;

/** Says what a store is and how much it holds. */
final class Inventory {
  private Inventory() {}

  static StoreDescription of(Session session, Opener opener, LockStatistics waits)
      throws SQLException {
    return new StoreDescription(
        SqliteMemoryStoreProvider.ID,
        opener.file().toString(),
        session.number("SELECT count(*) FROM entities"),
        session.number("SELECT count(*) FROM observations"),
        session.number("SELECT count(*) FROM relations"),
        ChangeLog.lastSequence(session),
        waits.statistics(),
        details(session, opener, waits));
  }

  private static Map<String, String> details(Session session, Opener opener, LockStatistics waits)
      throws SQLException {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("engine", "SQLite " + session.text("SELECT sqlite_version()"));
    details.put("durability", durability(session.number("PRAGMA synchronous")));
    details.put("journal", session.text("PRAGMA journal_mode"));
    details.put("format", String.valueOf(Schema.version(session)));
    details.put("pages", session.text("PRAGMA page_count"));
    details.put("page size", bytes(session.number("PRAGMA page_size")));
    details.put("file size", bytes(opener.file().size("")));
    details.put("write-ahead log", bytes(opener.logSize()));
    if (opener.access() == Schema.Access.MOVED) {
      details.put("moved to", Schema.newAddress(session));
    }
    if (opener.isUnwritable()) {
      details.put("access", "read only: " + opener.obstacle());
    }
    if (!opener.asideLogs().isEmpty()) {
      details.put(
          "logs set aside",
          opener.asideLogs().stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
    details.putAll(waits.details());
    return details;
  }

  private static String durability(long synchronous) {
    return switch ((int) synchronous) {
      case 2 -> "full (survives a power cut)";
      case 1 -> "normal (survives the death of any process)";
      default -> "synchronous=" + synchronous;
    };
  }

  private static String bytes(long bytes) {
    return "%,d bytes".formatted(bytes);
  }
}
