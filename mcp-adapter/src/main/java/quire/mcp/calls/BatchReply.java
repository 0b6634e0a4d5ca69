package quire.mcp.calls;

import java.io.ByteArrayOutputStream;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.Channel.Parts;
import quire.mcp.protocol.ProtocolException;

/** Collects the answers to a batch and sends them as one array when each message is dealt with. */
final class BatchReply implements Channel {
  private static final int MOST_BYTES = 8 << 20;
  private static final int SHORT = 1 << 10;

  private final Channel channel;
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
  private int left;

  BatchReply(Channel channel, int messages) {
    this.channel = channel;
    this.left = messages;
  }

  @Override
  public void post(byte[] message) {
    add(message, message.length);
  }

  @Override
  public Parts begin() {
    return new Parts() {
      @Override
      public void part(byte[] bytes, int length) {
        if (bytes[length - 1] != '\n' || !fits(length)) {
          throw ProtocolException.of(
              ProtocolException.INTERNAL_ERROR,
              "The answer is too large for a batch; send the request alone");
        }
        add(bytes, length);
      }

      @Override
      public void close() {
        // the message was complete in its one part
      }
    };
  }

  @Override
  public synchronized void answered() {
    left--;
    if (left == 0 && answers.size() > 0) {
      answers.write(']');
      answers.write('\n');
      channel.post(answers.toByteArray());
    }
    if (left == 0) {
      channel.answered();
    }
  }

  /** {@return whether an answer may be held; a short one always, so that errors can be told} */
  private synchronized boolean fits(int length) {
    return length <= SHORT || answers.size() + length <= MOST_BYTES;
  }

  private synchronized void add(byte[] message, int length) {
    answers.write(answers.size() == 0 ? '[' : ',');
    answers.write(message, 0, length - 1);
  }
}
