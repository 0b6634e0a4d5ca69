package quire.mcp.json;

import java.util.Arrays;

/**
 * The bytes of one outgoing message. They are held up to a limit; from then on they go on in parts
 * to the outlet, so that a message of any size takes bounded memory.
 */
public final class MessageBytes {
  /** Small, so that the client reads one part while the next is made. */
  private static final int PART = 1 << 17;

  private final int limit;
  private final Outlet outlet;
  private byte[] bytes = new byte[1 << 10];
  private int length;
  private boolean streaming;

  public MessageBytes(int limit, Outlet outlet) {
    this.limit = limit;
    this.outlet = outlet;
  }

  /** Takes a message that became too long to be held. */
  public interface Outlet {
    /** Takes the next part; the first one begins the message. */
    void part(byte[] bytes, int length);

    /** {@return whether this message may be held up to so many bytes, beyond its limit} */
    default boolean holds(int bytes) {
      return false;
    }

    /** {@return a buffer of at least this size, for a message that may be held} */
    default byte[] buffer(int bytes) {
      return new byte[bytes];
    }
  }

  /** {@return a buffer for a message that is known to be short} */
  public static MessageBytes unlimited() {
    return new MessageBytes(
        Integer.MAX_VALUE,
        (bytes, length) -> {
          throw new IllegalStateException("A message without outlet has " + length + " bytes");
        });
  }

  public void put(int b) {
    if (length == bytes.length) {
      makeRoom();
    }
    bytes[length++] = (byte) b;
  }

  /**
   * Puts the characters up to the first one that a JSON string does not hold as it is.
   *
   * @return where that is, or the end
   */
  public int putPlain(char[] source, int from, int to) {
    int at = from;
    while (at < to) {
      if (length == bytes.length) {
        makeRoom();
      }
      int end = Math.min(to, at + bytes.length - length);
      int shift = length - at;
      while (at < end && isPlain(source[at])) {
        bytes[shift + at] = (byte) source[at];
        at++;
      }
      length = shift + at;
      if (at < end) {
        break;
      }
    }
    return at;
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
  }

  public void put(byte[] source, int from, int to) {
    for (int at = from; at < to; ) {
      if (length == bytes.length) {
        makeRoom();
      }
      int count = Math.min(to - at, bytes.length - length);
      System.arraycopy(source, at, bytes, length, count);
      length += count;
      at += count;
    }
  }

  /** {@return whether parts have left, so that what was written cannot be taken back} */
  public boolean streaming() {
    return streaming;
  }

  /** {@return the position of the next byte, as long as the message is not streaming} */
  public int position() {
    return length;
  }

  /** {@return a copy of what was put between two positions of a message that is not streaming} */
  public byte[] copy(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** {@return what was put so far, which stays as it is even if the message streams from now on} */
  public byte[] held() {
    return bytes;
  }

  /** Forgets everything put so far, which is possible as long as it is not streaming. */
  public void clear() {
    length = 0;
  }

  /** Hands what is left to the outlet. */
  public void flush() {
    outlet.part(bytes, length);
    length = 0;
  }

  private void makeRoom() {
    if (bytes.length < limit) {
      bytes = Arrays.copyOf(bytes, Math.min(bytes.length * 2, limit));
    } else if (!streaming && outlet.holds(bytes.length * 2)) {
      byte[] larger = outlet.buffer(bytes.length * 2);
      System.arraycopy(bytes, 0, larger, 0, length);
      bytes = larger;
    } else {
      flush();
      if (!streaming) {
        streaming = true;
        bytes = new byte[Math.min(limit, PART)];
      }
    }
  }
}
