package quire.mcp;

/** Carries messages to one client, each of them whole and none within another. */
interface Channel {
  /** Sends a message; waits while the client does not read. */
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

  /** {@return a message to be sent in parts; nothing else is sent until it is closed} */
  Parts begin();

  /** A message sent in parts. */
  interface Parts extends AutoCloseable {
    void part(byte[] bytes, int length);

    @Override
    void close();
  }

  /** The client no longer takes messages. */
  final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenException(Throwable cause) {
      super("The client no longer reads", cause);
    }
  }
}
