package quire.storage.postgresql.server;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.StoreDamagedException;
import quire.api.StoreUnavailableException;
import quire.storage.postgresql.address.Address;

/** The tables of one memory, in a schema of its own. */
public final class Schema {
  /** What this version reads and writes. */
  public static final int FORMAT = 1;

  /**
   * Added to the format of a memory that has moved. Every writer asks for the format with its turn,
   * so that none of any version writes from then on; readers do not ask for it.
   */
  private static final int MOVED = 1_000_000;

  private static final String MOVED_TO = "quire: moved to ";

  /** Another session was quicker to make it. */
  private static final Set<String> IS_THERE = Set.of("42P06", "42P07", "23505");

  /**
   * Its one row is locked by who writes, and changed by none: old versions of a row that each write
   * changes would be walked over by each read while somebody's long transaction keeps them.
   */
  private static final String MEMORY =
      """
      CREATE TABLE $m.memory(
        only_one bool PRIMARY KEY DEFAULT true CHECK (only_one), turn bool NOT NULL DEFAULT false,
        format int NOT NULL, minimum_reader int NOT NULL, minimum_writer int NOT NULL,
        made timestamptz NOT NULL DEFAULT now())
      """;

  private static final List<String> TABLES =
      List.of(
          "CREATE SCHEMA $m",
          MEMORY,
          """
          CREATE TABLE $m.author(
            id int PRIMARY KEY, key uuid NOT NULL UNIQUE,
            client text COLLATE "C" NOT NULL, session text COLLATE "C" NOT NULL)
          """,
          """
          CREATE TABLE $m.write(
            first int8 PRIMARY KEY, last int8 NOT NULL, time_ns int8 NOT NULL,
            author_id int NOT NULL, token uuid NOT NULL UNIQUE)
          """,
          "CREATE INDEX write_time ON $m.write(time_ns)",
          """
          CREATE TABLE $m.entity(
            id int8 PRIMARY KEY, key uuid NOT NULL UNIQUE, name text COLLATE "C" NOT NULL,
            type text COLLATE "C" NOT NULL, grams int[] NOT NULL)
          """,
          "CREATE INDEX entity_grams ON $m.entity USING gin(grams)",
          """
          CREATE TABLE $m.observation(
            id int8 PRIMARY KEY, entity_id int8 NOT NULL, key uuid NOT NULL,
            text text COLLATE "C" NOT NULL, grams int[] NOT NULL, UNIQUE(entity_id, key))
          """,
          "CREATE INDEX observation_grams ON $m.observation USING gin(grams)",
          """
          CREATE TABLE $m.relation(
            id int8 PRIMARY KEY, key uuid NOT NULL UNIQUE, source_key uuid NOT NULL,
            target_key uuid NOT NULL, source text COLLATE "C" NOT NULL,
            target text COLLATE "C" NOT NULL, type text COLLATE "C" NOT NULL)
          """,
          "CREATE INDEX relation_source ON $m.relation(source_key)",
          "CREATE INDEX relation_target ON $m.relation(target_key)",
          """
          CREATE TABLE $m.removal(
            id int8 PRIMARY KEY, added_id int8 NOT NULL UNIQUE CHECK (added_id <> 0), kind int2 NOT NULL,
            subject_key uuid NOT NULL, target_key uuid, subject text COLLATE "C" NOT NULL,
            target text COLLATE "C", type text COLLATE "C", text text COLLATE "C", text_key uuid)
          """,
          "CREATE INDEX removal_text ON $m.removal(text_key) WHERE text_key IS NOT NULL",
          "CREATE INDEX removal_subject ON $m.removal(subject_key)",
          "CREATE INDEX removal_target ON $m.removal(target_key)");

  private static final String LOOK =
      """
      SELECT EXISTS(SELECT FROM pg_namespace WHERE nspname=?),
        EXISTS(SELECT FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace
          WHERE n.nspname=? AND c.relname='memory')
      """;

  private final Address address;

  public Schema(Address address) {
    this.address = address;
  }

  /** Whether a memory is there. */
  public enum State {
    ABSENT,
    /** Somebody has a schema of this name for something else. */
    FOREIGN,
    PRESENT
  }

  /** {@return where the memory has moved to} The comment can be read by every role. */
  public static Optional<String> movedTo(Session session) throws SQLException {
    List<String> found = new ArrayList<>();
    var _ =
        session.send(
            new Message()
                .ask(
                    "SELECT coalesce(obj_description('$m.memory'::regclass, 'pg_class'), '') FROM"
                        + " $m.memory WHERE format > "
                        + MOVED,
                    row -> found.add(row.getString(1))));
    return found.stream().findFirst().map(text -> text.replace(MOVED_TO, ""));
  }

  /** Adds the statements that mark the memory as moved, which its owner may run. */
  public static Message move(Message message, String address) {
    return message
        .run("COMMENT ON TABLE $m.memory IS '%s'".formatted(quoted(MOVED_TO + address)))
        .run("UPDATE $m.memory SET format = format + " + MOVED);
  }

  /** Adds the statements that take the mark away. */
  public static Message moveBack(Message message) {
    return message
        .run("COMMENT ON TABLE $m.memory IS NULL")
        .run("UPDATE $m.memory SET format = format - %d WHERE format > %d".formatted(MOVED, MOVED));
  }

  /** A question mark would stand for a value. */
  private static String quoted(String text) {
    return text.replace("'", "''").replace("?", "??");
  }

  public State look(Session session) throws SQLException {
    boolean[] found = new boolean[2];
    var _ =
        session.send(
            new Message()
                .ask(
                    LOOK,
                    row -> {
                      found[0] = row.getBoolean(1);
                      found[1] = row.getBoolean(2);
                    },
                    address.memory(),
                    address.memory()));
    if (found[1]) {
      return State.PRESENT;
    }
    return found[0] ? State.FOREIGN : State.ABSENT;
  }

  /**
   * Makes the memory.
   *
   * @return whether it was made now
   */
  public boolean make(Session session) throws SQLException {
    switch (look(session)) {
      case PRESENT -> {
        return false;
      }
      case FOREIGN -> throw foreign();
      case ABSENT -> {}
    }
    Message message = new Message().beginWriting();
    statements().forEach(message::run);
    message.commit();
    try {
      var _ = session.send(message);
      return true;
    } catch (SQLException e) {
      if (session.rollBack() && IS_THERE.contains(Failures.state(e))) {
        return make(session);
      }
      throw e;
    }
  }

  private static List<String> statements() {
    List<String> statements = new ArrayList<>(TABLES);
    statements.add(
        "INSERT INTO $m.memory(format, minimum_reader, minimum_writer) VALUES(%d, %d, %d)"
            .formatted(FORMAT, FORMAT, FORMAT));
    return statements;
  }

  /** {@return the statements that make the memory and give a role its rights, to be read first} */
  public String script() {
    List<String> lines = new ArrayList<>();
    lines.add("-- Makes the memory; its owner is who runs this.");
    lines.add("BEGIN;");
    statements()
        .forEach(statement -> lines.add(statement.strip().replace("$m", address.schema()) + ";"));
    lines.add("COMMIT;");
    lines.add("");
    lines.addAll(grants());
    return String.join("\n", lines);
  }

  /** {@return the statements that let a writer and a reader use the memory, and nothing more} */
  public List<String> grants() {
    String schema = address.schema();
    return List.of(
        "-- For a role that writes:",
        "GRANT USAGE ON SCHEMA %s TO quire_writer;".formatted(schema),
        "GRANT SELECT ON ALL TABLES IN SCHEMA %s TO quire_writer;".formatted(schema),
        "GRANT INSERT ON %s TO quire_writer;"
            .formatted(tables("author", "write", "entity", "observation", "relation", "removal")),
        "GRANT DELETE ON %s TO quire_writer;"
            .formatted(tables("entity", "observation", "relation", "removal")),
        "GRANT UPDATE (turn) ON %s TO quire_writer;".formatted(tables("memory")),
        "-- For a role that only reads:",
        "GRANT USAGE ON SCHEMA %s TO quire_reader;".formatted(schema),
        "GRANT SELECT ON ALL TABLES IN SCHEMA %s TO quire_reader;".formatted(schema));
  }

  private String tables(String... names) {
    List<String> all = new ArrayList<>();
    for (String name : names) {
      all.add(address.schema() + "." + name);
    }
    return String.join(", ", all);
  }

  /**
   * Demands a memory that this version reads.
   *
   * @return where it has moved to
   * @throws quire.api.StoreException if there is none
   */
  public Optional<String> check(Session session) throws SQLException {
    return switch (look(session)) {
      case ABSENT -> throw absent(session);
      case FOREIGN -> throw foreign();
      case PRESENT -> {
        int format = checkFormat(session);
        yield format > MOVED ? movedTo(session) : Optional.empty();
      }
    };
  }

  private int checkFormat(Session session) throws SQLException {
    int[] format = new int[2];
    var _ =
        session.send(
            new Message()
                .ask(
                    "SELECT format, minimum_reader FROM $m.memory",
                    row -> {
                      format[0] = row.getInt(1);
                      format[1] = row.getInt(2);
                    }));
    if (format[0] == 0) {
      throw new StoreDamagedException(
          "Cannot use %s: its table memory is empty; nothing was changed. Restore a backup"
              .formatted(address));
    }
    if (format[1] > FORMAT) {
      throw new StoreUnavailableException(
          "Cannot use %s: a newer Quire has changed its format to %d, this one knows %d; nothing was changed. Upgrade Quire"
              .formatted(address, format[0], FORMAT));
    }
    return format[0];
  }

  private StoreUnavailableException absent(Session session) throws SQLException {
    List<String> others = new ArrayList<>();
    var _ =
        session.send(
            new Message()
                .ask(
                    """
                    SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace
                    WHERE c.relname='memory' AND EXISTS(SELECT FROM pg_class w
                      WHERE w.relnamespace=n.oid AND w.relname='observation')
                    ORDER BY 1 LIMIT 5
                    """,
                    row -> others.add(row.getString(1))));
    return new StoreUnavailableException(
        "There is no %s%s; nothing was changed. Make it: quire init --store 'postgresql:%s'"
            .formatted(
                address,
                others.isEmpty() ? "" : " (there are " + String.join(", ", others) + ")",
                address.text()));
  }

  private StoreDamagedException foreign() {
    return new StoreDamagedException(
        "Cannot use %s: a schema of this name belongs to something else; it was left as it is. Choose another name: ?memory=NAME"
            .formatted(address));
  }
}
