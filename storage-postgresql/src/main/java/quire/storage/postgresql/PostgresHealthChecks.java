package quire.storage.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import quire.api.Durability;
import quire.api.StoreException;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.storage.postgresql.address.Address;
import quire.storage.postgresql.server.Connector;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Schema;
import quire.storage.postgresql.server.Session;

/** What {@code quire doctor} asks about a memory and its server. */
final class PostgresHealthChecks {
  private static final Duration LONGEST_CLOCK_DIFFERENCE = Duration.ofSeconds(2);
  private static final Duration OLD_TRANSACTION = Duration.ofMinutes(10);

  /** Twenty agents with a writer and two readers each come suddenly. */
  private static final int FEW_CONNECTIONS = 20;

  private static final long LARGE_LAG = 16L << 20;

  private final Connector connector;
  private final Durability durability;
  private final String tlsMode;
  private final Clock clock;

  /**
   * @param tlsMode how the connection is asked to be encrypted, in psql's word
   */
  PostgresHealthChecks(Connector connector, Durability durability, String tlsMode, Clock clock) {
    this.connector = connector;
    this.durability = durability;
    this.tlsMode = tlsMode;
    this.clock = clock;
  }

  List<HealthCheck> all(boolean deep) {
    List<HealthCheck> checks = new ArrayList<>();
    checks.add(new Check("postgresql-memory", this::memory));
    checks.add(check("postgresql-server", "SELECT version()", row -> engine(row.getString(1))));
    checks.add(
        check(
            "postgresql-durability",
            """
            SELECT current_setting('fsync'), current_setting('full_page_writes'),
              current_setting('synchronous_commit')
            """,
            row -> durability(row.getString(1), row.getString(2), row.getString(3))));
    checks.add(
        check(
            "postgresql-settings",
            """
            SELECT current_setting('default_transaction_read_only'),
              current_setting('default_transaction_isolation'), current_setting('autovacuum')
            """,
            row -> settings(row.getString(1), row.getString(2), row.getString(3))));
    checks.add(
        check(
            "postgresql-connections",
            """
            SELECT current_setting('max_connections')::int,
              (SELECT count(*) FROM pg_stat_activity WHERE backend_type='client backend')
            """,
            row -> connections(row.getInt(1), row.getInt(2))));
    checks.add(
        check(
            "postgresql-clock",
            "SELECT extract(epoch FROM clock_timestamp())::float8 * 1000",
            row -> clock(row.getDouble(1))));
    checks.add(
        check(
            "postgresql-tls",
            "SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid=pg_backend_pid()), false)",
            row -> tls(row.getBoolean(1))));
    checks.add(
        check(
            "postgresql-transactions",
            """
            SELECT coalesce(extract(epoch FROM max(now() - xact_start))::int8, 0)
            FROM pg_stat_activity WHERE backend_type='client backend'
            """,
            row -> oldest(Duration.ofSeconds(row.getLong(1)))));
    checks.add(
        check(
            "postgresql-replication",
            """
            SELECT count(*), coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)), -1)
            FROM pg_stat_replication
            """,
            row -> replication(row.getInt(1), row.getLong(2))));
    checks.add(new Check("postgresql-rights", this::rights));
    checks.add(
        new Check(
            "postgresql-backup",
            session ->
                Finding.skip(
                    "whether it is backed up cannot be seen from here: pg_dump -n '%s' %s copies it"
                        .formatted(connector.address().memory(), connector.address().database()))));
    if (deep) {
      checks.add(new Check("postgresql-contents", PostgresHealthChecks::contents));
    }
    return checks;
  }

  private interface Question {
    Finding answer(Session session) throws SQLException;
  }

  private interface Judgement {
    Finding of(ResultSet row) throws SQLException;
  }

  private Check check(String name, String sql, Judgement judgement) {
    return new Check(
        name,
        session -> {
          List<Finding> findings = new ArrayList<>();
          var _ = session.send(new Message().ask(sql, row -> findings.add(judgement.of(row))));
          return findings.getFirst();
        });
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
      try (Session session = connector.connect()) {
        return question.answer(session);
      } catch (SQLException failure) {
        return failed(connector.failures().unreachable(failure, "examine"));
      } catch (StoreException failure) {
        return failed(failure);
      }
    }

    private static Finding failed(StoreException failure) {
      return Finding.fail(String.valueOf(failure.getMessage()), "see the message");
    }
  }

  private Finding memory(Session session) throws SQLException {
    return switch (new Schema(connector.address()).look(session)) {
      case PRESENT -> {
        new Schema(connector.address()).check(session);
        yield Finding.ok(connector.address() + " is there");
      }
      case ABSENT ->
          Finding.fail(
              "there is no " + connector.address(),
              "make it: quire init --store 'postgresql:%s'".formatted(connector.address().text()));
      case FOREIGN ->
          Finding.fail(
              connector.address() + " is a schema of something else",
              "choose another name: ?memory=NAME");
    };
  }

  static Finding engine(String version) {
    String first = version.lines().findFirst().orElse(version);
    return version.startsWith("PostgreSQL ") && !version.contains("-YB-")
        ? Finding.ok(first.replaceFirst(" on .*", ""))
        : Finding.warn(
            first + ": an engine that Quire was not tested with", "use PostgreSQL 15 or newer");
  }

  Finding durability(String fsync, String fullPages, String commit) {
    if (fsync.equals("off") || fullPages.equals("off")) {
      return Finding.fail(
          "fsync is %s, full_page_writes is %s: a crash of the server's machine can lose everything"
              .formatted(fsync, fullPages),
          "ask the server's administrator to set both to on");
    }
    if (durability == Durability.FULL && (commit.equals("off") || commit.equals("local"))) {
      return Finding.ok(
          "synchronous_commit is %s for others; Quire asks for on with each write"
              .formatted(commit));
    }
    return Finding.ok(
        "synchronous_commit is "
            + commit
            + (durability == Durability.NORMAL
                ? ", and durability = normal gives up to a second of it away"
                : ""));
  }

  static Finding settings(String readOnly, String isolation, String autovacuum) {
    if (readOnly.equals("on")) {
      return Finding.warn(
          "default_transaction_read_only is on: others keep this database from being changed",
          "ask who set it, or name the primary server");
    }
    if (autovacuum.equals("off")) {
      return Finding.warn(
          "autovacuum is off: what is deleted keeps its room, and searches slow down",
          "ask the server's administrator to set it to on");
    }
    return Finding.ok("isolation is %s, which no write depends on".formatted(isolation));
  }

  static Finding connections(int most, int used) {
    String text = "%d of %d connections are used".formatted(used, most);
    return most - used < FEW_CONNECTIONS
        ? Finding.warn(text, "raise max_connections, or put a pooler in front of the server")
        : Finding.ok(text);
  }

  private Finding clock(double serverMillis) {
    Duration difference = Duration.ofMillis(Math.abs(clock.millis() - (long) serverMillis));
    String text = "this machine's clock differs by %d ms".formatted(difference.toMillis());
    return difference.compareTo(LONGEST_CLOCK_DIFFERENCE) > 0
        ? Finding.warn(
            text + ": facts get their time from who writes them", "set the clocks by NTP")
        : Finding.ok(text);
  }

  private Finding tls(boolean encrypted) {
    boolean near = connector.address().hosts().stream().allMatch(Address.Host::isLoopback);
    if (near) {
      return Finding.ok(encrypted ? "encrypted" : "not encrypted, and it leaves no machine");
    }
    if (!encrypted) {
      return Finding.fail(
          "not encrypted (sslmode=%s)".formatted(tlsMode), "take sslmode out of the address");
    }
    return tlsMode.startsWith("verify-")
        ? Finding.ok("encrypted, the server is checked (%s)".formatted(tlsMode))
        : Finding.warn(
            "encrypted, but nobody checks who the server is (sslmode=%s)".formatted(tlsMode),
            "use sslmode=verify-full with sslrootcert");
  }

  static Finding oldest(Duration age) {
    String text = "the oldest transaction is %d s old".formatted(age.toSeconds());
    return age.compareTo(OLD_TRANSACTION) > 0
        ? Finding.warn(
            text + ": until it ends, the room of what is deleted is not used again",
            "ask who has it: pg_stat_activity")
        : Finding.ok(text);
  }

  static Finding replication(int standbys, long lag) {
    if (standbys == 0) {
      return Finding.ok("no standby is seen");
    }
    String text =
        lag < 0
            ? "%d standbys; how far behind they are is not shown to this user".formatted(standbys)
            : "%d standbys, at most %,d bytes behind".formatted(standbys, lag);
    return lag > LARGE_LAG
        ? Finding.warn(text, "a fail-over now would lose what they lack")
        : Finding.ok(text);
  }

  private Finding rights(Session session) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    var _ =
        session.send(
            new Message()
                .ask(
                    """
                    SELECT bool_and(has_table_privilege(c.oid, 'SELECT')),
                      bool_and(has_table_privilege(c.oid, 'INSERT')) FILTER (WHERE relname<>'memory')
                        AND bool_and(has_column_privilege(c.oid, 'turn', 'UPDATE'))
                          FILTER (WHERE relname='memory'), current_user
                    FROM pg_class c
                    WHERE c.relnamespace='$m'::regnamespace AND c.relkind='r'
                    """
                        .strip(),
                    row ->
                        findings.add(
                            rights(row.getBoolean(1), row.getBoolean(2), row.getString(3)))));
    return findings.getFirst();
  }

  static Finding rights(boolean reads, boolean writes, String user) {
    if (writes) {
      return Finding.ok(user + " reads and writes");
    }
    String remedy = "quire init --print-grants prints what the memory's owner has to grant";
    return reads
        ? Finding.warn(user + " reads and does not write", remedy)
        : Finding.fail(user + " may not read the memory", remedy);
  }

  private static Finding contents(Session session) throws SQLException {
    List<String> problems = new Checkup(session).problems();
    return problems.isEmpty()
        ? Finding.ok("nothing is wrong in the memory's tables")
        : Finding.fail(
            String.join("; ", problems), "restore a backup, or ask who else writes there");
  }
}
