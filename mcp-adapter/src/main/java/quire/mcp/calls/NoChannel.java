package quire.mcp.calls;

import quire.mcp.protocol.Channel;

/** Where each message has a channel for its answers, nothing is sent beside them. */
final class NoChannel implements Channel {
  @Override
  public void post(byte[] message) {
    throw new IllegalStateException("A message belongs to no exchange");
  }

  @Override
  public Parts begin() {
    throw new IllegalStateException("A message belongs to no exchange");
  }
}
