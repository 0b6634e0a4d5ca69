package quire.mcp.catalog;

import quire.api.MemoryStore;
import quire.mcp.protocol.Result;

/** Something that can be read, and watched, under a URI. */
public interface Resource {
  String uri();

  Result read(ToolContext context);

  /** {@return whether reading it walks over everything there is} */
  default boolean walks() {
    return false;
  }

  /** {@return whether a change after this sequence number touched it} */
  boolean changedSince(long sequence, MemoryStore store);
}
