package quire.mcp.protocol;

/** Carries messages to one client, each of them whole and none within another. */
public interface Channel {
  /** Sends a message that answers nothing; waits while the client does not read. */
  default void send(byte[] message) {
    try (Parts parts = begin()) {
      parts.part(message, message.length);
    }
  }

  /**
   * Leaves a message to be sent soon, for the thread that reads: it must go on reading while the
   * client does not, or two that only write would wait for each other for ever. Waits only when
   * very much is left unsent.
   */
  void post(byte[] message);

  /** Leaves an answer that is an error, as {@link #post} does. */
  default void refuse(byte[] message, ProtocolException error) {
    post(message);
  }

  /** {@return a message to be sent in parts; nothing else is sent until it is closed} */
  Parts begin();

  /** Takes note that a request whose answers go here gets no further one. */
  default void answered() {
    // A stream of messages need not know.
  }

  /** A message sent in parts. */
  interface Parts extends AutoCloseable {
    void part(byte[] bytes, int length);

    @Override
    void close();
  }

  /** The client no longer takes messages. */
  final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BrokenException(Throwable cause) {
      super("The client no longer reads", cause);
    }
  }
}
