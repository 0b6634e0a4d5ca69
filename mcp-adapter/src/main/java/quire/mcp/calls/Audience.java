package quire.mcp.calls;

import java.util.List;
import quire.api.MemoryStore;
import quire.mcp.catalog.Resource;
import quire.mcp.json.RequestId;

/** Who wants to hear of changes, and how they are told over the transport of the connection. */
public interface Audience {
  /** Adds a resource of which the connection hears from now on. */
  void subscribe(Resource resource, MemoryStore store);

  void unsubscribe(Resource resource);

  /** Begins the answer to a request to listen, which is then answered by what changes. */
  void listen(RequestId id, List<Resource> resources, MemoryStore store);

  /** Ends a request to listen; nothing more is sent for it. */
  void cancel(RequestId id);

  /** Sees to it that what has just been written is told. */
  void refresh(MemoryStore store);

  /**
   * Ends every subscription of the connection, until a moment of {@link System#nanoTime} at the
   * latest.
   */
  void end(long end) throws InterruptedException;
}
