package quire.storage.postgresql.write;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import quire.api.StoreBusyException;
import quire.api.StoreUndecidedException;
import quire.api.spi.CodedFailure;
import quire.storage.postgresql.server.Connector;
import quire.storage.postgresql.server.Failures;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Session;
import quire.storage.postgresql.server.Session.Backend;

/**
 * Finds out what became of a message whose answer was lost. Each call that changed something has
 * left its token in the log, and all calls of a message are one transaction: one token found proves
 * all of them done. None found proves that nothing was done once the process that served the
 * connection has ended.
 */
final class Resolution {
  private static final long PAUSE_NS = 50_000_000;

  /** Each statement has a view of its own: the process is asked for first, the tokens after it. */
  private static final String BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY";

  private static final String SERVED =
      """
      SELECT pg_postmaster_start_time()::text, EXISTS(
        SELECT FROM pg_stat_activity WHERE pid=? AND backend_start::text=?)\
      """;

  private static final String TOKENS =
      "SELECT token, first, last FROM $m.write WHERE token = ANY(?)";

  /** The numbers of facts that a write added, of which others may have been removed since. */
  private static final String ADDED =
      """
      SELECT id FROM $m.entity WHERE id BETWEEN ? AND ?
      UNION ALL SELECT id FROM $m.observation WHERE id BETWEEN ? AND ?
      UNION ALL SELECT id FROM $m.relation WHERE id BETWEEN ? AND ?
      UNION ALL SELECT added_id FROM $m.removal WHERE added_id BETWEEN ? AND ?\
      """;

  private static final String REMOVED = "SELECT count(*) FROM $m.removal WHERE id BETWEEN ? AND ?";

  private final Connector connector;
  private final Duration patience;

  Resolution(Connector connector, Duration patience) {
    this.connector = connector;
    this.patience = patience;
  }

  private record Span(long first, long last) {}

  /** What the server says about a message. */
  private record Look(boolean isServed, Map<UUID, Span> spans) {}

  /** Answers each of the calls, or fails it. */
  void resolve(List<Call<?>> group, Backend served, SQLException failure) {
    long end = System.nanoTime() + patience.toNanos();
    do {
      try (Session session = connector.reach(Duration.ofNanos(end - System.nanoTime()))) {
        Look look = look(session, group, served);
        if (!look.spans().isEmpty()) {
          for (Call<?> call : group) {
            rebuild(session, call, look.spans());
            call.complete();
          }
          return;
        }
        if (!look.isServed()) {
          group.forEach(call -> call.fail(nothingHappened(call, failure)));
          return;
        }
      } catch (SQLException _) {
        // The next look tells; the time is bounded.
      }
      LockSupport.parkNanos(PAUSE_NS);
    } while (System.nanoTime() < end);
    group.forEach(call -> call.fail(undecided(call, failure)));
  }

  private static Look look(Session session, List<Call<?>> group, Backend served)
      throws SQLException {
    boolean[] isServed = new boolean[1];
    Map<UUID, Span> spans = new HashMap<>();
    UUID[] tokens = group.stream().map(Call::token).toArray(UUID[]::new);
    var _ =
        session.send(
            new Message()
                .run(BEGIN)
                .ask(
                    SERVED,
                    row ->
                        isServed[0] =
                            row.getString(1).equals(served.serverStart())
                                && (served.pooled() || row.getBoolean(2)),
                    served.process(),
                    served.start())
                .ask(
                    TOKENS,
                    row ->
                        spans.put(
                            row.getObject(1, UUID.class), new Span(row.getLong(2), row.getLong(3))),
                    (Object) tokens)
                .run("COMMIT"));
    return new Look(isServed[0], spans);
  }

  /** A call without a token has changed nothing. */
  private static void rebuild(Session session, Call<?> call, Map<UUID, Span> spans)
      throws SQLException {
    Span span = spans.get(call.token());
    call.begin(call.token());
    if (span == null) {
      return;
    }
    Outcome outcome = call.outcome();
    outcome.begin(span.first() - 1);
    long first = span.first();
    long last = span.last();
    var _ =
        session.send(
            new Message()
                .ask(
                    ADDED,
                    row -> outcome.add(row.getLong(1)),
                    first,
                    last,
                    first,
                    last,
                    first,
                    last,
                    first,
                    last)
                .ask(REMOVED, row -> outcome.remove(row.getLong(1)), first, last));
  }

  private StoreBusyException nothingHappened(Call<?> call, SQLException failure) {
    return new StoreBusyException(
        "Cannot %s %s: the connection to the server was lost; nothing was written, the call can be repeated"
            .formatted(call.action(), connector.address()),
        new CodedFailure(Failures.state(failure), failure));
  }

  private StoreUndecidedException undecided(Call<?> call, SQLException failure) {
    return new StoreUndecidedException(
        "Cannot %s %s: the connection to the server was lost; it is open whether it was written, repeating the call is safe"
            .formatted(call.action(), connector.address()),
        new CodedFailure(Failures.state(failure), failure));
  }
}
