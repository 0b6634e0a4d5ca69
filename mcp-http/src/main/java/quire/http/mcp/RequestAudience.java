package quire.http.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;
import quire.api.MemoryStore;
import quire.http.events.ChangeFeed;
import quire.mcp.calls.Audience;
import quire.mcp.catalog.Resource;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.ProtocolException;

/** What one request of the modern era wants to hear of, which its own answer then tells. */
final class RequestAudience implements Audience {
  private final ChangeFeed feed;
  private volatile @Nullable Listening listening;

  /** A request that is answered by what changes after this one. */
  record Listening(RequestId id, List<Resource> resources, long start) {}

  RequestAudience(ChangeFeed feed) {
    this.feed = feed;
  }

  /** {@return what the request wants to hear of, null if it was no such request} */
  @Nullable Listening listening() {
    return listening;
  }

  @Override
  public void listen(RequestId id, List<Resource> resources, MemoryStore store) {
    listening = new Listening(id, List.copyOf(resources), store.lastSequence());
  }

  @Override
  public void refresh(MemoryStore store) {
    feed.nudge();
  }

  @Override
  public void cancel(RequestId id) {
    // It ends with its stream.
  }

  @Override
  public void end(long end) {
    // The stream ends by itself when the feed ends.
  }

  @Override
  public void subscribe(Resource resource, MemoryStore store) {
    throw ProtocolException.methodNotFound("resources/subscribe");
  }

  @Override
  public void unsubscribe(Resource resource) {
    throw ProtocolException.methodNotFound("resources/unsubscribe");
  }
}
