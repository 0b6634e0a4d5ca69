package quire.storage.postgresql.read;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.api.StoreUnavailableException;
import quire.storage.postgresql.server.Connector;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Session;

/**
 * The connections of this process that read: as many as are in use at once, a few kept open. Each
 * costs the server some megabytes, and it usually has a hundred.
 */
public final class Readers {
  private static final int KEPT = 4;
  private static final long QUEUE_MS = 200;
  private static final long LONGEST_IDLE_NS = TimeUnit.SECONDS.toNanos(60);

  private final Connector connector;
  private final Duration patience;
  private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore places = new Semaphore(KEPT, true);
  private volatile boolean closed;

  private record Idle(Session session, long since) {}

  /**
   * @param patience how long a server that is away is waited for
   */
  public Readers(Connector connector, Duration patience) {
    this.connector = connector;
    this.patience = patience;
  }

  /** What is done with a connection; it can be done again with another one. */
  public interface Work<R> {
    R run(Session session) throws SQLException;
  }

  /** The connection with which something was found out, until it is closed. */
  public final class Held<R> implements AutoCloseable {
    private final Session session;
    private final boolean hasPlace;
    private final R result;
    private boolean open = true;

    private Held(Session session, boolean hasPlace, R result) {
      this.session = session;
      this.hasPlace = hasPlace;
      this.result = result;
    }

    public R result() {
      return result;
    }

    public Session session() {
      if (!open) {
        throw new IllegalStateException("The snapshot is closed");
      }
      return session;
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        giveBack(session);
        release(hasPlace);
      }
    }
  }

  /** {@return what the work found out} A connection that broke is replaced once. */
  public <R> R read(String action, Work<R> work) {
    try (Held<R> held = hold(action, work)) {
      return held.result();
    }
  }

  /** Does the work, and keeps its connection and the transaction that it may have begun. */
  public <R> Held<R> hold(String action, Work<R> work) {
    boolean hasPlace = takePlace(action);
    boolean held = false;
    try {
      Held<R> result = hold(action, work, hasPlace);
      held = true;
      return result;
    } finally {
      if (!held) {
        release(hasPlace);
      }
    }
  }

  private <R> Held<R> hold(String action, Work<R> work, boolean hasPlace) {
    Idle kept = closed ? null : idle.poll();
    if (kept != null) {
      try {
        return new Held<>(kept.session(), hasPlace, work.run(kept.session()));
      } catch (SQLException e) {
        if (kept.session().rollBack()) {
          giveBack(kept.session());
          throw connector.failures().reading(e, action);
        }
        kept.session().close();
        closeIdle(); // what broke this one broke the others
      } catch (RuntimeException e) {
        giveBack(kept.session());
        throw e;
      }
    }
    Session fresh = connect(action);
    try {
      return new Held<>(fresh, hasPlace, work.run(fresh));
    } catch (SQLException e) {
      fresh.close();
      throw connector.failures().reading(e, action);
    } catch (RuntimeException e) {
      giveBack(fresh);
      throw e;
    }
  }

  private Session connect(String action) {
    if (closed) {
      throw closed(action);
    }
    try {
      return connector.reach(patience);
    } catch (SQLException e) {
      throw connector.failures().unreachable(e, action);
    }
  }

  private StoreException closed(String action) {
    return new StoreUnavailableException(
        "Cannot %s %s: the store was closed; nothing was changed"
            .formatted(action, connector.address()));
  }

  /** Queues for one of the usual places; one who waits for long is served beside them. */
  private boolean takePlace(String action) {
    try {
      return places.tryAcquire(QUEUE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreInterruptedException(
          "Stopped to " + action + " " + connector.address() + " as asked", e);
    }
  }

  private void release(boolean hasPlace) {
    if (hasPlace) {
      places.release();
    }
  }

  private void giveBack(Session session) {
    if (session.isOpen() && !end(session)) {
      session.close();
      return;
    }
    closeUnused();
    if (closed || idle.size() >= KEPT) {
      session.close();
      return;
    }
    idle.push(new Idle(session, System.nanoTime()));
    if (closed) {
      closeIdle(); // closed in between: nobody else would see the connection again
    }
  }

  private static boolean end(Session session) {
    try {
      var _ = session.send(new Message().commit());
      return true;
    } catch (SQLException _) {
      return session.rollBack();
    }
  }

  private void closeUnused() {
    for (Idle oldest = idle.peekLast();
        oldest != null && System.nanoTime() - oldest.since() > LONGEST_IDLE_NS;
        oldest = idle.peekLast()) {
      if (idle.remove(oldest)) {
        oldest.session().close();
      }
    }
  }

  private void closeIdle() {
    for (Idle kept = idle.poll(); kept != null; kept = idle.poll()) {
      kept.session().close();
    }
  }

  /** Ends the reading; who has a connection finishes first. */
  public void close() {
    closed = true;
    closeIdle();
  }
}
