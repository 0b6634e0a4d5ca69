package quire.mcp.protocol;

/** Who sent a request and by which revision it is to be understood and answered. */
public record Caller(Revision revision, ClientIdentity client) {
  public boolean modern() {
    return revision.modern();
  }
}
