package quire.storage.sqlite.read;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import quire.api.StoreInterruptedException;
import quire.storage.sqlite.file.Opener;
import quire.storage.sqlite.file.Session;

/** The connections of this process that read: as many as are in use at once, a few kept open. */
public final class Readers {
  private static final int KEPT = 4;
  private static final long QUEUE_MS = 200;

  private static final long LONG_READ_NS = TimeUnit.SECONDS.toNanos(1);

  private final Opener opener;
  private final Runnable afterLongRead;
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore places = new Semaphore(KEPT, true);
  private volatile boolean closed;

  /**
   * @param afterLongRead is run when a read has ended that may have kept the log from being moved
   */
  public Readers(Opener opener, Runnable afterLongRead) {
    this.opener = opener;
    this.afterLongRead = afterLongRead;
    opener.onRelease(this::closeIdle);
  }

  /** One use of a connection, which is in a transaction of its own until it is closed. */
  public final class Lease implements AutoCloseable {
    private final Session session;
    private final boolean hasPlace;
    private final long begun = System.nanoTime();
    private boolean open = true;

    private Lease(Session session, boolean hasPlace) {
      this.session = session;
      this.hasPlace = hasPlace;
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
        try {
          giveBack(session);
        } finally {
          if (hasPlace) {
            places.release();
          }
        }
        if (System.nanoTime() - begun > LONG_READ_NS) {
          afterLongRead.run();
        }
      }
    }
  }

  /** {@return a connection whose reads see one state of the store: that of its first read} */
  public Lease lease() throws SQLException {
    boolean hasPlace = takePlace();
    try {
      return new Lease(begin(), hasPlace);
    } catch (Throwable e) {
      if (hasPlace) {
        places.release();
      }
      throw e;
    }
  }

  /** Queues for one of the usual places; one who waits for long is served beside them. */
  private boolean takePlace() {
    try {
      return places.tryAcquire(QUEUE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreInterruptedException("Stopped to read " + opener.file() + " as asked", e);
    }
  }

  private Session begin() throws SQLException {
    opener.check();
    Optional<Session> kept = fresh();
    Session session = kept.isPresent() ? kept.get() : opener.openReader();
    try {
      session.beginCall();
      session.execute("BEGIN");
      return session;
    } catch (Throwable e) {
      opener.quietlyClose(session);
      throw e;
    }
  }

  private Optional<Session> fresh() {
    for (Session session = idle.poll(); session != null; session = idle.poll()) {
      if (!opener.isStale(session)) {
        return Optional.of(session);
      }
      opener.quietlyClose(session);
    }
    return Optional.empty();
  }

  private void giveBack(Session session) {
    boolean sound = session.rollBack();
    if (sound && !closed && idle.size() < KEPT) {
      idle.push(session);
      if (closed) {
        close(); // closed in between: nobody else would see the connection again
      }
    } else {
      opener.quietlyClose(session);
    }
  }

  /** Ends the reading; who has a lease finishes first. */
  public void close() {
    closed = true;
    closeIdle();
  }

  private void closeIdle() {
    for (Session session = idle.poll(); session != null; session = idle.poll()) {
      opener.quietlyClose(session);
    }
  }
}
