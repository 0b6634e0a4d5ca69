package quire.api;

/** Who writes: the client program's name as it told it, and one session of it. */
public record Author(String client, String session) {
  // Written out: the generated one makes its code when it is first called, in 10 ms.
  @Override
  public boolean equals(Object other) {
    return other instanceof Author author
        && client.equals(author.client)
        && session.equals(author.session);
  }

  @Override
  public int hashCode() {
    return 31 * client.hashCode() + session.hashCode();
  }
}
