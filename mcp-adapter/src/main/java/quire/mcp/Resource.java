package quire.mcp;

import quire.api.MemoryStore;

/** Something that can be read, and watched, under a URI. */
interface Resource {
  String uri();

  Result read(Call call);

  /** {@return whether a change after this sequence number touched it} */
  boolean changedSince(long sequence, MemoryStore store);
}
