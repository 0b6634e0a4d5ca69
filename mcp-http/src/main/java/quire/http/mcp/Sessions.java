package quire.http.mcp;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import quire.http.access.SessionFolder;
import quire.http.access.SessionIds;
import quire.http.access.SessionIds.Known;
import quire.http.access.Visitor;
import quire.http.events.ChangeFeed;
import quire.mcp.calls.CallScheduler;
import quire.mcp.calls.CallThreads;
import quire.mcp.calls.Dispatcher;
import quire.mcp.catalog.Service;
import quire.mcp.protocol.ClientIdentity;
import quire.mcp.protocol.Revision;

/** The sessions of the legacy era. Only those in use are in memory. */
final class Sessions {
  /** Long enough that a client which works does not meet an empty place at each call. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final Service service;
  private final SessionIds ids;
  private final SessionFolder folder;
  private final ChangeFeed feed;
  private final CallThreads threads;
  private final Map<String, Session> inUse = new ConcurrentHashMap<>();

  Sessions(
      Service service, SessionIds ids, SessionFolder folder, ChangeFeed feed, CallThreads threads) {
    this.service = service;
    this.ids = ids;
    this.folder = folder;
    this.feed = feed;
    this.threads = threads;
  }

  /** {@return the id of a new session, which takes no memory until it is used} */
  String issue(Revision revision, Visitor visitor) {
    return ids.issue(revision, visitor).id();
  }

  /** {@return the session, which the caller leaves again; empty if there is none of this id} */
  Optional<Session> enter(String id, Visitor visitor) {
    Optional<Known> known = known(id, visitor);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    while (true) {
      Session session = inUse.get(id);
      if (session == null) {
        if (folder.ended(known.get().label())) {
          return Optional.empty();
        }
        session = inUse.computeIfAbsent(id, _ -> begin(known.get(), visitor));
      }
      if (session.enter()) {
        return Optional.of(session);
      }
      inUse.remove(id, session);
    }
  }

  /** The signature of one that is in use was looked at when it began. */
  private Optional<Known> known(String id, Visitor visitor) {
    Session current = inUse.get(id);
    return current != null && ids.isStill(current.known(), visitor)
        ? Optional.of(current.known())
        : ids.find(id, visitor);
  }

  /** Ends a session. */
  void end(Session session) throws IOException {
    folder.end(session.known().label());
    session.end();
    inUse.remove(session.known().id(), session);
    feed.wake();
  }

  /** Lets go of those that nobody used for a while. */
  void tidy() {
    inUse.values().removeIf(session -> session.endIfIdle(IDLE.toNanos()));
  }

  int count() {
    return inUse.size();
  }

  /** Lets what runs go on until a moment of {@link System#nanoTime}. */
  void finish(long end) throws InterruptedException {
    List<Session> all = new ArrayList<>(inUse.values());
    for (Session session : all) {
      session.scheduler().finish(end);
    }
    service.log().event(Level.DEBUG, "sessions-finished", "count", all.size());
  }

  private Session begin(Known known, Visitor visitor) {
    Service own = service.inSession(known.label());
    CallScheduler scheduler = new CallScheduler(own, threads);
    SessionAudience audience = new SessionAudience(known.label(), own, folder, feed);
    Dispatcher dispatcher =
        Dispatcher.of(
            own, scheduler, audience, new ClientIdentity(visitor.name(), ""), known.revision());
    return new Session(known, dispatcher, scheduler, audience);
  }
}
