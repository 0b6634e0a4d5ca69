package quire.storage.sqlite.write;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.file.StoreFile;
import quire.storage.sqlite.read.ChangeLog;
import quire.storage.sqlite.read.FactRows;

/**
 * Lets the log begin later where it has more of what was removed than it may. What is there keeps
 * its times and authors, and the newest call can always be taken back.
 */
final class HistoryKeeping {
  /** The log is looked at when it has grown by so many changes, whoever made them. */
  static final long EVERY = 1_000;

  /** Whoever has deleted too much notices it within this time, however much it was. */
  private static final Duration SPARED = Duration.ofDays(7);

  /** So many removals go in one transaction, for which calls wait some milliseconds. */
  private static final int STEP = 500;

  /** What a removal takes beside its texts: rows and entries of indexes. */
  private static final String ROW = "60 + 2 * length(r.subject) + coalesce(length(r.target), 0)";

  private static final String BYTES =
      """
      SELECT r.id, %s + coalesce(length(r.type), 0)
        + coalesce((SELECT 20 + length(CAST(t.text AS BLOB)) FROM removed_texts t WHERE t.id=r.id), 0)
      FROM removals r WHERE r.added_id>0 AND r.id>? ORDER BY r.id
      """
          .formatted(ROW);

  private static final String NEWEST_FIRST = BYTES.stripTrailing() + " DESC";

  private final HistoryLimit limit;
  private final WriteQueue writes;
  private final StoreFile file;
  private final Clock clock;

  /** What removals take, counted up to one of them; a look adds what has come since. */
  private long counted;

  private long countedTo;

  /** Where the log began when that was counted. */
  private long countedFrom;

  HistoryKeeping(HistoryLimit limit, WriteQueue writes, StoreFile file, Clock clock) {
    this.limit = limit;
    this.writes = writes;
    this.file = file;
    this.clock = clock;
  }

  /** {@return whether a call that wrote these numbers is a reason to look} */
  boolean isDue(long first, long next) {
    return first < next && !limit.isNone() && (limit.nothing() || first / EVERY != next / EVERY);
  }

  /** Finds out with this connection what is too much, and removes it between the calls. */
  void shorten(Session session) throws SQLException {
    long start = wantedStart(session);
    if (start > ChangeLog.historyStart(session)) {
      boolean more = true;
      while (more) {
        more = removeStep(start);
      }
    }
  }

  /** {@return the change after which the log may begin, the last one of a call; 0 for the first} */
  private long wantedStart(Session session) throws SQLException {
    long start = unwanted(session);
    if (start == 0) {
      return 0;
    }
    long newest = session.number("SELECT max(id) FROM writes");
    long next = session.number("SELECT min(id) FROM writes WHERE id>?", start);
    return (next == 0 ? newest : next) - 1;
  }

  /** {@return the last change that is not wanted; 0 if all are} */
  private long unwanted(Session session) throws SQLException {
    long last = ChangeLog.lastSequence(session);
    if (limit.nothing()) {
      return last;
    }
    if (limit.age().isPresent()) {
      return lastBefore(limit.age().get(), last, session);
    }
    if (!isTooMuch(session)) {
      return 0;
    }
    long old = lastBefore(SPARED, last, session);
    return old <= countedFrom ? 0 : Math.min(tooLarge(session), old);
  }

  /** {@return the last change that is older than this} */
  private long lastBefore(Duration age, long last, Session session) throws SQLException {
    long oldest = FactRows.nanoseconds(clock.instant().minus(age));
    long kept =
        session.number("SELECT id FROM writes WHERE time_ns>=? ORDER BY id LIMIT 1", oldest);
    return kept == 0 ? last : kept - 1;
  }

  /**
   * {@return whether removals take more than they may} What was forgotten since it was counted is
   * still in the sum.
   */
  private boolean isTooMuch(Session session) throws SQLException {
    long start = ChangeLog.historyStart(session);
    if (start != countedFrom) {
      countedFrom = start;
      countedTo = 0;
      counted = 0;
    }
    session.each(
        row -> {
          countedTo = row.getLong(1);
          counted += row.getLong(2);
        },
        BYTES,
        countedTo);
    return counted > most(session);
  }

  /** {@return how much removals may take} */
  private long most(Session session) throws SQLException {
    long pages = session.number("PRAGMA page_count") - session.number("PRAGMA freelist_count");
    return limit.most(Math.max(0, pages * session.number("PRAGMA page_size") - counted));
  }

  /** {@return the newest removal for which there is no room; 0 if there is for all} */
  private long tooLarge(Session session) throws SQLException {
    countedTo = 0;
    counted = 0;
    if (!isTooMuch(session)) {
      return 0;
    }
    // A fifth below the limit, so that it is not met again at once.
    long room = most(session) / 5 * 4;
    long[] sum = {0};
    long[] first = {0};
    session.each(
        row -> {
          sum[0] += row.getLong(2);
          if (sum[0] > room && first[0] == 0) {
            first[0] = row.getLong(1);
          }
        },
        NEWEST_FIRST,
        0);
    return first[0];
  }

  /** {@return whether there is more to be removed} */
  private boolean removeStep(long start) {
    return writes.submit(
        "shorten the history of",
        transaction -> {
          transaction.demandInForce(file);
          Session session = transaction.session();
          long step =
              session.number(
                  "SELECT id FROM removals WHERE added_id>0 AND id<=? ORDER BY id LIMIT 1 OFFSET ?",
                  start,
                  STEP - 1);
          long end = step == 0 ? start : step;
          session.update("UPDATE history SET start=max(start, ?)", start);
          session.update("DELETE FROM removed_texts WHERE id<=?", end);
          session.update("DELETE FROM removals WHERE added_id>0 AND id<=?", end);
          return end < start;
        });
  }
}
