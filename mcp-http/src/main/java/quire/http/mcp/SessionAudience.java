package quire.http.mcp;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import quire.api.MemoryStore;
import quire.http.access.SessionFolder;
import quire.http.events.ChangeFeed;
import quire.mcp.calls.Audience;
import quire.mcp.catalog.Resource;
import quire.mcp.catalog.Service;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.ProtocolException;

/** What a session of the legacy era wants to hear of, which its stream of events then tells. */
final class SessionAudience implements Audience {
  private static final int MOST = 1_000;

  private final String label;
  private final Service service;
  private final SessionFolder folder;
  private final ChangeFeed feed;
  private final Map<String, Resource> subscribed = new LinkedHashMap<>();
  private long told = -1;

  SessionAudience(String label, Service service, SessionFolder folder, ChangeFeed feed) {
    this.label = label;
    this.service = service;
    this.folder = folder;
    this.feed = feed;
    restore();
  }

  /** What the session told a process before this one is in its file. */
  private void restore() {
    try {
      for (String uri : folder.subscriptions(label)) {
        Resource resource = service.resources().find(uri);
        if (resource != null) {
          subscribed.put(uri, resource);
        }
      }
    } catch (IOException unreadable) {
      service.log().event(Level.WARNING, "subscriptions-lost", "type", unreadable.getClass());
    }
  }

  @Override
  public synchronized void subscribe(Resource resource, MemoryStore store) {
    if (subscribed.size() >= MOST) {
      throw ProtocolException.of(
          ProtocolException.INTERNAL_ERROR, "Too many subscriptions; end some of them first");
    }
    if (subscribed.isEmpty() && told < 0) {
      told = store.lastSequence();
    }
    subscribed.put(resource.uri(), resource);
    keep();
  }

  @Override
  public synchronized void unsubscribe(Resource resource) {
    subscribed.remove(resource.uri());
    keep();
  }

  @Override
  public void listen(RequestId id, List<Resource> resources, MemoryStore store) {
    throw ProtocolException.methodNotFound("subscriptions/listen");
  }

  @Override
  public void cancel(RequestId id) {
    // A session has no request that goes on.
  }

  @Override
  public void refresh(MemoryStore store) {
    feed.nudge();
  }

  @Override
  public void end(long end) {
    // The streams end by themselves when the feed ends.
  }

  synchronized boolean isEmpty() {
    return subscribed.isEmpty();
  }

  synchronized List<Resource> resources() {
    return List.copyOf(subscribed.values());
  }

  /** {@return up to which change the session was told; negative if nobody knows} */
  synchronized long told() {
    return told;
  }

  synchronized void told(long sequence) {
    told = sequence;
  }

  private void keep() {
    try {
      folder.subscribe(label, subscribed.keySet());
    } catch (IOException unwritable) {
      // It is told as long as this process lives.
      service.log().event(Level.WARNING, "subscriptions-unkept", "type", unwritable.getClass());
    }
  }
}
