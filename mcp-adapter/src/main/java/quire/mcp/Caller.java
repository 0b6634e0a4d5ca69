package quire.mcp;

import java.util.Set;

/** Who sent a request and by which revision it is to be understood and answered. */
record Caller(Revision revision, ClientIdentity client, Set<String> capabilities) {
  boolean modern() {
    return revision.modern();
  }
}
