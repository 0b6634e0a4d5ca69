package quire.mcp.protocol;

/** The client program as it names itself. */
public record ClientIdentity(String name, String version) {
  public static final ClientIdentity UNKNOWN = new ClientIdentity("unknown", "");

  // Written out: the generated one makes its code when it is first called, in 10 ms.
  @Override
  public boolean equals(Object other) {
    return other instanceof ClientIdentity client
        && name.equals(client.name)
        && version.equals(client.version);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + version.hashCode();
  }
}
