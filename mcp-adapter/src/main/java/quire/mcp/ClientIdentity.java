package quire.mcp;

/** The client program as it names itself. */
public record ClientIdentity(String name, String version) {
  static final ClientIdentity UNKNOWN = new ClientIdentity("unknown", "");
}
