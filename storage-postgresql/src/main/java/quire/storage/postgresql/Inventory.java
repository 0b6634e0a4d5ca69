package quire.storage.postgresql;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import quire.api.Durability;
import quire.api.StoreDescription;
import quire.api.StoreStatistics;
import quire.api.spi.StoreSettings;
import quire.storage.postgresql.address.Address;
import quire.storage.postgresql.read.ChangeLog;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Session;

/** Counts what a memory holds, and says how its server keeps it. */
record Inventory(Address address, StoreSettings settings) {
  private static final String ABOUT =
      """
      SELECT (SELECT count(*) FROM $m.entity), (SELECT count(*) FROM $m.observation),
        (SELECT count(*) FROM $m.relation), newest.n, current_setting('server_version'),
        current_setting('synchronous_commit'), current_setting('fsync'),
        (SELECT format FROM $m.memory), (SELECT sum(pg_total_relation_size(c.oid))
          FROM pg_class c WHERE c.relnamespace='$m'::regnamespace AND c.relkind='r'), version()
      FROM (%s) newest\
      """
          .formatted(ChangeLog.NEWEST);

  StoreDescription of(Session session) throws SQLException {
    long[] counts = new long[4];
    Map<String, String> details = new LinkedHashMap<>();
    var _ =
        session.send(
            new Message()
                .ask(
                    ABOUT,
                    row -> {
                      for (int i = 0; i < counts.length; i++) {
                        counts[i] = row.getLong(i + 1);
                      }
                      details.put("engine", engine(row.getString(5), row.getString(10)));
                      details.put("durability", durability(row.getString(6), row.getString(7)));
                      details.put("format", row.getString(8));
                      details.put("size", "%,d bytes".formatted(row.getLong(9)));
                      details.put(
                          "connection", session.backend().pooled() ? "through a pooler" : "direct");
                    }));
    return new StoreDescription(
        PostgresMemoryStoreProvider.ID,
        address.text(),
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        StoreStatistics.NONE,
        details);
  }

  /** Other engines call themselves by a number of PostgreSQL's. */
  private static String engine(String number, String version) {
    return version.startsWith("PostgreSQL ") && !version.contains("-YB-")
        ? "PostgreSQL " + number
        : version.lines().findFirst().orElse(number) + " (untested engine)";
  }

  private String durability(String commit, String fsync) {
    if (fsync.equals("off")) {
      return "none: the server's fsync is off, a crash of its machine can lose everything";
    }
    if (settings.durability() == Durability.NORMAL) {
      return "normal (survives the death of any client; a crash of the server may lose the last"
          + " second)";
    }
    return commit.equals("remote_apply") || commit.equals("remote_write")
        ? "full, and confirmed by a standby (" + commit + ")"
        : "full (survives a power cut of the server)";
  }
}
