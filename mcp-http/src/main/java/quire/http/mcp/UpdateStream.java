package quire.http.mcp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import quire.api.MemoryStore;
import quire.http.engine.Engine.Call;
import quire.http.events.Streams;
import quire.mcp.calls.Announcements;
import quire.mcp.catalog.Resource;
import quire.mcp.catalog.Service;
import quire.mcp.protocol.Revision;

/**
 * A session's stream of events. An event's id is stream.change.number: whoever comes back with it
 * hears of everything after that change, from whichever process serves then. Only the last event
 * about a change carries its number, so that the others are told again rather than never.
 */
final class UpdateStream implements Streams.Teller {
  /** What an event that is a message begins with, after its id if it has one. */
  static final String MESSAGE = "event: message\ndata: ";

  /** A resource that changes all the time is told of 20 times a second. */
  private static final Duration PACE = Duration.ofMillis(50);

  private final Call call;
  private final Session session;
  private final Service service;
  private final String name;

  UpdateStream(Call call, Session session, Service service) {
    this.call = call;
    this.session = session;
    this.service = service;
    this.name = Long.toString(System.nanoTime() & Long.MAX_VALUE, 36);
  }

  /** {@return the change in the id of an event; negative if it is no such id} */
  static long change(String eventId) {
    String[] parts = eventId.split("\\.", -1);
    if (parts.length != 3 || !parts[1].matches("\\d{1,18}")) {
      return -1;
    }
    return Long.parseLong(parts[1]);
  }

  /** Gives the client an id to come back with before anything has happened. */
  void prime() throws IOException {
    // Clients of earlier revisions take an event without data for a broken message.
    if (session.known().revision() == Revision.V2025_11_25) {
      send("id: %s.%d.0\nretry: 1000\ndata: \n\n".formatted(name, session.audience().told()));
    }
  }

  @Override
  public long position() {
    return session.tells(this) ? session.audience().told() : Long.MAX_VALUE;
  }

  @Override
  public void tell(long newest) throws IOException, InterruptedException {
    long before = session.audience().told();
    List<byte[]> messages = messages(before);
    for (int i = 0; i < messages.size(); i++) {
      boolean isLast = i == messages.size() - 1;
      String id =
          isLast ? "%s.%d.0".formatted(name, newest) : "%s.%d.%d".formatted(name, before, i + 1);
      send(event("id: " + id + "\n", messages.get(i)));
    }
    session.audience().told(newest);
    Thread.sleep(PACE);
  }

  private List<byte[]> messages(long before) {
    MemoryStore store = service.store().get();
    List<byte[]> messages = new ArrayList<>();
    for (Resource resource : session.audience().resources()) {
      if (resource.changedSince(before, store)) {
        messages.add(Announcements.updated(resource));
      }
    }
    return messages;
  }

  private void send(String event) throws IOException {
    call.send(event.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the event of a message that nobody comes back for} */
  static byte[] event(byte[] message) {
    return event("", message).getBytes(StandardCharsets.UTF_8);
  }

  /** {@return the event of a message, which is one line} */
  private static String event(String head, byte[] message) {
    return head + MESSAGE + new String(message, StandardCharsets.UTF_8).strip() + "\n\n";
  }
}
