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
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.Channel.BrokenException;
import quire.mcp.protocol.Envelope;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;

/**
 * Who on one connection wants to hear of changes. Every write, of this process or another, shows in
 * the store's last sequence number: own writes look at it before they answer, and a thread looks at
 * it every so often as long as there is a subscriber.
 */
final class Subscriptions {
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

  void subscribe(Resource resource, MemoryStore store) {
    lock.lock();
    try {
      attend(store);
      subscribed.put(resource.uri(), resource);
    } finally {
      lock.unlock();
    }
  }

  void unsubscribe(Resource resource) {
    lock.lock();
    try {
      subscribed.remove(resource.uri());
    } finally {
      lock.unlock();
    }
  }

  /** Acknowledges the request, which is then answered by what changes. */
  void listen(RequestId id, List<Resource> resources, MemoryStore store) {
    lock.lock();
    try {
      attend(store);
      acknowledge(id, resources);
      listeners.put(id, new Listener(id, resources));
    } finally {
      lock.unlock();
    }
  }

  /** Ends a request to listen; nothing more is sent for it. */
  void cancel(RequestId id) {
    listeners.remove(id);
  }

  /** Tells the subscribers of what has changed since they were told last. */
  void refresh(MemoryStore store) {
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
  void end(long end) throws InterruptedException {
    if (!lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      service.log().event(Level.WARNING, "subscriptions-unfinished", "count", listeners.size());
      return;
    }
    try {
      ended = true;
      subscribed.clear();
      for (Listener listener : new ArrayList<>(listeners.values())) {
        listeners.remove(listener.id());
        channel.post(finalResult(listener));
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
        send("notifications/resources/updated", json -> json.name("uri").string(resource.uri()));
      }
    }
    for (Listener listener : listeners.values()) {
      listener.resources().stream()
          .filter(resource -> resource.changedSince(before, store))
          .forEach(resource -> updated(listener, resource));
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

  private void acknowledge(RequestId id, List<Resource> resources) {
    send(
        "notifications/subscriptions/acknowledged",
        json -> {
          subscriptionId(json, id).endObject();
          json.name("notifications").beginObject();
          if (!resources.isEmpty()) {
            json.name("resourceSubscriptions").beginArray();
            resources.forEach(resource -> json.string(resource.uri()));
            json.endArray();
          }
          json.endObject();
        });
  }

  private void updated(Listener listener, Resource resource) {
    send(
        "notifications/resources/updated",
        json -> {
          subscriptionId(json, listener.id()).endObject();
          json.name("uri").string(resource.uri());
        });
  }

  private void send(String method, Result params) {
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.notification(new JsonWriter(bytes), method, params);
    channel.send(bytes.copy(0, bytes.position()));
  }

  private byte[] finalResult(Listener listener) {
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.subscriptionEnd(new JsonWriter(bytes), listener.id(), service.identity());
    return bytes.copy(0, bytes.position());
  }

  private byte[] cancelled(Listener listener) {
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.notification(
        new JsonWriter(bytes),
        "notifications/cancelled",
        json -> {
          listener.id().write(json.name("requestId"));
          json.name("reason").string("The server ends");
        });
    return bytes.copy(0, bytes.position());
  }

  private static JsonWriter subscriptionId(JsonWriter json, RequestId id) {
    json.name("_meta").beginObject().name(Envelope.SUBSCRIPTION_ID);
    id.write(json);
    return json;
  }
}
