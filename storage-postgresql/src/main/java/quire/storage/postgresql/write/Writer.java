package quire.storage.postgresql.write;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import quire.api.Author;
import quire.api.Durability;
import quire.api.StoreBusyException;
import quire.api.StoreException;
import quire.api.StoreReadOnlyException;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.api.StoreUndecidedException;
import quire.api.spi.Relocatable;
import quire.storage.postgresql.read.ChangeLog;
import quire.storage.postgresql.read.Times;
import quire.storage.postgresql.server.Connector;
import quire.storage.postgresql.server.Failures;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Schema;
import quire.storage.postgresql.server.Session;
import quire.storage.postgresql.terms.Keys;
import quire.text.StoredText;

/**
 * The one connection of this process that writes. A group of calls is one message, from the
 * beginning of its transaction to the commit: nobody holds the turn while a client thinks, sleeps
 * or has lost its network.
 */
public final class Writer {
  private static final int MANY_FACTS = 1_000;
  private static final int MOST_AUTHORS = 1_000;
  private static final int SECONDS = 15;
  private static final int SECONDS_OF_A_MEGABYTE = 5;

  /** Waiting longer is the retries' business, which tell who was in the way. */
  static final String LOCK_TIMEOUT = "1s";

  /** What an administrator has chosen is kept unless it promises less. */
  private static final String FULL =
      """
      CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on'
        ELSE current_setting('synchronous_commit') END\
      """;

  static final String TURN =
      "SELECT 1/(format=%d)::int FROM $m.memory FOR NO KEY UPDATE".formatted(Schema.FORMAT);

  private static final String AUTHOR =
      """
      INSERT INTO $m.author(id, key, client, session)
      SELECT coalesce((SELECT max(id) FROM $m.author), 0) + 1, ?::uuid, ?, ?
      ON CONFLICT (key) DO NOTHING\
      """;

  private static final String HOLDER =
      """
      SELECT a.application_name, coalesce(host(a.client_addr), ''),
        extract(epoch FROM clock_timestamp() - a.xact_start)::int
      FROM pg_locks l JOIN pg_stat_activity a ON a.pid=l.pid
      WHERE l.locktype='relation' AND l.relation='$m.memory'::regclass AND l.mode='RowShareLock'
        AND l.pid <> pg_backend_pid() AND a.wait_event_type IS DISTINCT FROM 'Lock'
      ORDER BY a.xact_start LIMIT 1\
      """;

  private static final Pattern OWN_FAILURE =
      Pattern.compile("(missing|refused|changed) (\\d+):(\\d+)");

  private final Connector connector;
  private final Durability durability;
  private final Duration patience;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final String usualSettings;
  private final Map<List<String>, String> logs = new HashMap<>();
  private final Set<Author> known = new HashSet<>();
  private @Nullable Session session;
  private boolean closed;

  /**
   * @param patience how long a server that is away is waited for
   */
  public Writer(
      Connector connector, Session session, Durability durability, Duration patience, Clock clock) {
    this.connector = connector;
    this.session = session;
    this.durability = durability;
    this.usualSettings = settings(0, 0, durability);
    this.patience = patience;
    this.clock = clock;
  }

  /** Carries out these calls; afterwards each has its answer. */
  void write(List<Call<?>> group) {
    List<Call<?>> left = List.copyOf(group);
    try {
      while (!left.isEmpty()) {
        left = attempt(left);
      }
    } finally {
      // After an Error, too, nobody may be left waiting for an answer.
      for (Call<?> call : group) {
        if (!call.isAnswered()) {
          call.fail(undecided(call, "the attempt broke off"));
        }
      }
    }
  }

  /** {@return the calls that have to be tried again: another one of the message was refused} */
  private List<Call<?>> attempt(List<Call<?>> group) {
    Session current;
    try {
      current = session();
    } catch (SQLException e) {
      failAll(group, call -> connector.failures().unreachable(e, call.action()));
      return List.of();
    } catch (StoreException e) {
      failAll(group, call -> e);
      return List.of();
    }
    try {
      boolean unconfirmed = current.send(message(group));
      if (unconfirmed && durability == Durability.FULL) {
        failAll(
            group,
            call -> undecided(call, "a standby that has to confirm it did not do so in time"));
      } else {
        group.forEach(Call::complete);
      }
      group.forEach(call -> remember(call.author()));
      return List.of();
    } catch (SQLException e) {
      if (current.rollBack()) {
        return refused(current, group, e);
      }
      session = null;
      current.close();
      known.clear();
      new Resolution(connector, patience).resolve(group, current.backend(), e);
      return List.of();
    }
  }

  private Session session() throws SQLException {
    if (closed) {
      throw new StoreUnavailableException(
          "Cannot write %s: the store was closed; nothing was written"
              .formatted(connector.address()));
    }
    Session current = session;
    if (current == null) {
      current = connector.reach(patience);
      session = current;
    }
    return current;
  }

  private Message message(List<Call<?>> group) {
    Message message = new Message().beginWriting().run(settings(group)).run(TURN);
    for (int place = 0; place < group.size(); place++) {
      add(message, group.get(place), place);
    }
    return message.commit();
  }

  private String settings(List<Call<?>> group) {
    long facts = 0;
    long size = 0;
    for (Call<?> call : group) {
      facts += call.change().facts();
      size += call.change().size();
    }
    long megabytes = size >> 20;
    return facts > MANY_FACTS || megabytes > 0
        ? settings(facts, megabytes, durability)
        : usualSettings;
  }

  /** Each statement has one good plan; left to choose, the server makes it anew for each write. */
  private static String settings(long facts, long megabytes, Durability durability) {
    return """
    SELECT set_config('lock_timeout', '%s', true), set_config('statement_timeout', '%ds', true),
      set_config('gin_pending_list_limit', '%s', true), set_config('jit', 'off', true),
      set_config('plan_cache_mode', 'force_generic_plan', true),
      set_config('synchronous_commit', %s, true)\
    """
        .formatted(
            LOCK_TIMEOUT,
            SECONDS + megabytes * SECONDS_OF_A_MEGABYTE,
            facts > MANY_FACTS ? "4MB" : "256kB",
            durability == Durability.FULL ? FULL : "'off'");
  }

  private void add(Message message, Call<?> call, int place) {
    call.begin(new UUID(random.nextLong(), random.nextLong()));
    Outcome outcome = call.outcome();
    Author author = call.author();
    UUID key = Keys.of(author.client(), author.session());
    if (!known.contains(author)) {
      message.run(
          AUTHOR, key, StoredText.encode(author.client()), StoredText.encode(author.session()));
    }
    message.ask(ChangeLog.NEWEST, row -> outcome.begin(row.getLong(1)));
    call.change().addTo(message, place, outcome);
    message.run(
        logs.computeIfAbsent(call.change().tables(), Writer::log),
        Times.nanoseconds(clock.instant()),
        key,
        call.token());
  }

  /** Only if a fact was changed; {@code max} of a table, which the planner takes from an index. */
  private static String log(List<String> tables) {
    String newest =
        tables.stream()
            .map("(SELECT max(id) FROM $m.%s)"::formatted)
            .collect(Collectors.joining(", "));
    return """
    INSERT INTO $m.write(first, last, time_ns, author_id, token)
    SELECT newest.n + 1, changed.last, ?, (SELECT id FROM $m.author WHERE key=?), ?
    FROM %s CROSS JOIN (SELECT greatest(%s) AS last) changed WHERE changed.last > newest.n\
    """
        .formatted(Sql.NEWEST, newest);
  }

  private void remember(Author author) {
    if (known.size() >= MOST_AUTHORS) {
      known.clear();
    }
    known.add(author);
  }

  private List<Call<?>> refused(Session current, List<Call<?>> group, SQLException failure) {
    String state = Failures.state(failure);
    Matcher own = OWN_FAILURE.matcher(Failures.words(failure));
    if (state.equals(Failures.OF_A_CALL) && own.find()) {
      Call<?> call = group.get(Integer.parseInt(own.group(2)));
      call.fail(ownFailure(call, own.group(1), Integer.parseInt(own.group(3))));
      return group.stream().filter(other -> other != call).toList();
    }
    if (state.equals(Failures.ANOTHER_FORMAT)) {
      Optional<StoreException> moved = moved(current);
      failAll(group, call -> moved.orElseGet(() -> anotherFormat(call)));
    } else if (Failures.isConflict(failure)) {
      String holder = holder(current);
      failAll(group, call -> connector.failures().nothingHappened(failure, call.action(), holder));
    } else if (group.size() > 1) {
      // One of them is to blame; each is tried alone.
      group.forEach(call -> write(List.of(call)));
    } else {
      failAll(group, call -> connector.failures().nothingHappened(failure, call.action(), ""));
    }
    return List.of();
  }

  /**
   * {@return what a statement meant that was made to fail}
   *
   * @param place of the entity that is missing
   */
  private RuntimeException ownFailure(Call<?> call, String kind, int place) {
    if (call.change() instanceof NewObservations observations) {
      return observations.missing(place);
    }
    if (kind.equals("refused") && call.change() instanceof Amending amending) {
      return new StoreRefusedException(
          "Cannot %s %s: %s; nothing was written"
              .formatted(call.action(), connector.address(), amending.refusal()));
    }
    return new StoreBusyException(
        "Cannot %s %s: others have changed the same entity meanwhile; nothing was written, the call can be repeated"
            .formatted(call.action(), connector.address()));
  }

  private Optional<StoreException> moved(Session current) {
    try {
      return Schema.movedTo(current)
          .map(address -> Relocatable.refusal("postgresql", connector.address().text(), address));
    } catch (SQLException _) {
      return Optional.empty(); // What the next call finds out is told then.
    }
  }

  private StoreException anotherFormat(Call<?> call) {
    return new StoreReadOnlyException(
        "Cannot %s %s: a newer Quire has changed its format since this one opened it; nothing was written, and it can be read. Upgrade Quire, then restart its client"
            .formatted(call.action(), connector.address()));
  }

  private static String holder(Session current) {
    List<String> holders = new ArrayList<>();
    try {
      var _ =
          current.send(
              new Message()
                  .ask(
                      HOLDER,
                      row ->
                          holders.add(
                              "%s%s has had the turn for %d s"
                                  .formatted(
                                      row.getString(1).isEmpty()
                                          ? "another program"
                                          : '"' + row.getString(1) + '"',
                                      row.getString(2).isEmpty() ? "" : " at " + row.getString(2),
                                      row.getInt(3)))));
    } catch (SQLException _) {
      // The name is a courtesy; a connection that broke just now is noticed by its next use.
    }
    return holders.isEmpty() ? "others are writing" : holders.getFirst();
  }

  private StoreUndecidedException undecided(Call<?> call, String why) {
    return new StoreUndecidedException(
        "Cannot %s %s: %s; it is open whether it was written, repeating the call is safe"
            .formatted(call.action(), connector.address(), why));
  }

  private interface Failing {
    RuntimeException of(Call<?> call);
  }

  private static void failAll(List<Call<?>> group, Failing failing) {
    group.forEach(call -> call.fail(failing.of(call)));
  }

  void close() {
    closed = true;
    Session current = session;
    session = null;
    if (current != null) {
      current.close();
    }
  }
}
