package quire.http.mcp;

import java.util.ArrayDeque;
import java.util.Deque;
import quire.http.access.SessionIds.Known;
import quire.mcp.calls.CallScheduler;
import quire.mcp.calls.Dispatcher;

/** A session of the legacy era while it is in use; all that must last is in its id and its file. */
final class Session {
  private final Known known;
  private final Dispatcher dispatcher;
  private final CallScheduler scheduler;
  private final SessionAudience audience;
  private final Deque<UpdateStream> streams = new ArrayDeque<>();
  private int users;
  private long lastUse = System.nanoTime();
  private boolean ended;

  Session(Known known, Dispatcher dispatcher, CallScheduler scheduler, SessionAudience audience) {
    this.known = known;
    this.dispatcher = dispatcher;
    this.scheduler = scheduler;
    this.audience = audience;
  }

  Known known() {
    return known;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  CallScheduler scheduler() {
    return scheduler;
  }

  SessionAudience audience() {
    return audience;
  }

  /** Takes it into use. {@return false if it can no longer be used} */
  synchronized boolean enter() {
    users += ended ? 0 : 1;
    return !ended;
  }

  synchronized void leave() {
    users--;
    lastUse = System.nanoTime();
  }

  /** Ends it unless it is in use, or was within so many nanoseconds. {@return whether it ended} */
  synchronized boolean endIfIdle(long nanos) {
    ended = ended || (users == 0 && System.nanoTime() - lastUse > nanos);
    return ended;
  }

  synchronized void end() {
    ended = true;
  }

  synchronized boolean ended() {
    return ended;
  }

  /** A further stream opens, and is the one that tells from now on. */
  synchronized void opened(UpdateStream stream) {
    streams.add(stream);
  }

  synchronized void closed(UpdateStream stream) {
    streams.remove(stream);
  }

  /** {@return whether it is this stream that tells: a message goes to one stream alone} */
  synchronized boolean tells(UpdateStream stream) {
    return stream.equals(streams.peekLast());
  }
}
