package quire.http.mcp;

import java.io.IOException;
import java.time.Duration;
import quire.api.MemoryStore;
import quire.http.engine.Engine.Call;
import quire.http.events.Streams;
import quire.http.mcp.RequestAudience.Listening;
import quire.mcp.calls.Announcements;
import quire.mcp.catalog.Resource;
import quire.mcp.catalog.Service;

/** The answer to a request to listen: an acknowledgement, what changes, and a result at the end. */
final class ListenStream implements Streams.Teller {
  /** As for the stream of a session. */
  private static final Duration PACE = Duration.ofMillis(50);

  private final Call call;
  private final Listening listening;
  private final Service service;
  private long told;

  ListenStream(Call call, Listening listening, Service service) {
    this.call = call;
    this.listening = listening;
    this.service = service;
    this.told = listening.start();
  }

  void begin() throws IOException {
    call.stream();
    send(Announcements.acknowledged(listening.id(), listening.resources()));
  }

  void end() throws IOException {
    send(Announcements.ended(listening.id(), service.identity()));
  }

  @Override
  public long position() {
    return listening.resources().isEmpty() ? Long.MAX_VALUE : told;
  }

  @Override
  public void tell(long newest) throws IOException, InterruptedException {
    MemoryStore store = service.store().get();
    for (Resource resource : listening.resources()) {
      if (resource.changedSince(told, store)) {
        send(Announcements.updated(listening.id(), resource));
      }
    }
    told = newest;
    Thread.sleep(PACE);
  }

  private void send(byte[] message) throws IOException {
    call.send(UpdateStream.event(message));
  }
}
