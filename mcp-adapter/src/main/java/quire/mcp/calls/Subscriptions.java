package quire.mcp.calls;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.mcp.catalog.Resource;
import quire.mcp.catalog.Service;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.Channel.BrokenException;
import quire.mcp.protocol.ProtocolException;

/**
 * Who on one connection wants to hear of changes. Every write, of this process or another, shows in
 * the store's last sequence number: own writes look at it before they answer, and a thread looks at
 * it every so often as long as there is a subscriber.
 */
final class Subscriptions implements Audience {
  private static final int MOST = 1_000;

  private final Service service;
  private final Channel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Resource> subscribed = new LinkedHashMap<>();
  private final Map<RequestId, Listener> listeners = new ConcurrentHashMap<>();
  private long seen;
  private boolean watched;
  private boolean ended;

  /** A request to listen, which goes on until it is cancelled or the connection ends. */
  private record Listener(RequestId id, List<Resource> resources) {}

  Subscriptions(Service service, Channel channel) {
    this.service = service;
    this.channel = channel;
  }

  @Override
  public void subscribe(Resource resource, MemoryStore store) {
    lock.lock();
    try {
      attend(store);
      subscribed.put(resource.uri(), resource);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void unsubscribe(Resource resource) {
    lock.lock();
    try {
      subscribed.remove(resource.uri());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void listen(RequestId id, List<Resource> resources, MemoryStore store) {
    lock.lock();
    try {
      attend(store);
      channel.send(Announcements.acknowledged(id, resources));
      listeners.put(id, new Listener(id, resources));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void cancel(RequestId id) {
    listeners.remove(id);
  }

  /** Tells the subscribers of what has changed since they were told last. */
  @Override
  public void refresh(MemoryStore store) {
    lock.lock();
    try {
      tellChanges(store);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends every subscription; a request to listen gets its result, unless the store keeps what
   * happens here busy until the moment given.
   */
  @Override
  public void end(long end) throws InterruptedException {
    if (!lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      service.log().event(Level.WARNING, "subscriptions-unfinished", "count", listeners.size());
      return;
    }
    try {
      ended = true;
      subscribed.clear();
      for (Listener listener : new ArrayList<>(listeners.values())) {
        listeners.remove(listener.id());
        channel.post(Announcements.ended(listener.id(), service.identity()));
        channel.post(cancelled(listener));
      }
    } finally {
      lock.unlock();
    }
  }

  private void tellChanges(MemoryStore store) {
    if (nobody()) {
      return;
    }
    long last = store.lastSequence();
    if (last <= seen) {
      return;
    }
    long before = seen;
    seen = last;
    for (Resource resource : subscribed.values()) {
      if (resource.changedSince(before, store)) {
        channel.send(Announcements.updated(resource));
      }
    }
    for (Listener listener : listeners.values()) {
      listener.resources().stream()
          .filter(resource -> resource.changedSince(before, store))
          .forEach(resource -> channel.send(Announcements.updated(listener.id(), resource)));
    }
  }

  private boolean nobody() {
    return ended || (subscribed.isEmpty() && listeners.isEmpty());
  }

  private void attend(MemoryStore store) {
    if (subscribed.size() + listeners.size() >= MOST) {
      throw ProtocolException.of(
          ProtocolException.INTERNAL_ERROR, "Too many subscriptions; end some of them first");
    }
    if (nobody()) {
      seen = store.lastSequence();
    } else {
      tellChanges(store);
    }
    if (!watched) {
      Thread.ofPlatform().daemon().name("mcp-watch").start(this::watch);
      watched = true;
    }
  }

  private void watch() {
    Duration pause = service.limits().poll();
    try {
      do {
        Thread.sleep(pause);
      } while (look());
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } catch (BrokenException gone) {
      // Reported once, by the channel; there is nobody left to tell.
    }
  }

  /**
   * {@return whether there is still somebody to look for} A failure leaves that to the next look.
   */
  private boolean look() {
    try {
      refresh(service.store().get());
    } catch (StoreException unreachable) {
      // The next call that needs the store will say so to the client; changes are told later.
      service.log().event(Level.DEBUG, "watch-failed", "type", unreachable.getClass());
    } catch (BrokenException gone) {
      throw gone;
    } catch (Throwable defect) {
      service.log().defect("watch", defect);
    }
    lock.lock();
    try {
      watched = !nobody();
      return watched;
    } finally {
      lock.unlock();
    }
  }

  private static byte[] cancelled(Listener listener) {
    return Announcements.notification(
        "notifications/cancelled",
        json -> {
          listener.id().write(json.name("requestId"));
          json.name("reason").string("The server ends");
        });
  }
}
