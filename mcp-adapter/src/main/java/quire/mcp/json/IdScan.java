package quire.mcp.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Finds the id in a message that cannot be kept, so that whoever waits for its answer gets one. It
 * looks at the bytes once, wherever the message is cut, and needs no memory for them.
 */
public final class IdScan {
  /** A longer one is not found. */
  private static final int LONGEST = 256;

  private final byte[] value = new byte[LONGEST];
  private int depth;
  private int length;
  private boolean begun;
  private boolean none;
  private boolean quoted;
  private boolean escaped;

  /** Whether the next text of the outermost object is a name, and whether it is "id" so far. */
  private boolean naming;

  private int named;
  private boolean valued;
  private boolean found;

  /** {@return the id of a message that is there whole, null if it has none} */
  public static @Nullable RequestId of(MessageSource message) {
    IdScan scan = new IdScan();
    int left = message.length();
    for (byte[] piece : message.pieces()) {
      int count = Math.min(left, piece.length);
      scan.accept(piece, 0, count);
      left -= count;
    }
    return scan.id();
  }

  /** Begins with another message. */
  public void clear() {
    depth = 0;
    length = 0;
    begun = false;
    none = false;
    quoted = false;
    escaped = false;
    naming = false;
    named = 0;
    valued = false;
    found = false;
  }

  /** Looks at the next bytes of the message. */
  public void accept(byte[] bytes, int from, int to) {
    for (int i = from; i < to && !found && !none; i++) {
      accept(bytes[i]);
    }
  }

  /** {@return whether further bytes can tell more} */
  public boolean isOpen() {
    return !found && !none;
  }

  /** {@return the id found so far, null if there is none} */
  public @Nullable RequestId id() {
    if (!found) {
      return null;
    }
    try (JsonParser json = MessageSource.of(value).parse(0, length)) {
      json.nextToken();
      return RequestId.at(json);
    } catch (JacksonException senseless) {
      return null;
    }
  }

  private void accept(byte next) {
    if (valued && depth == 1 && !quoted && (next == ',' || next == '}')) {
      found = true;
    } else if (valued) {
      keep(next);
    }
    if (quoted) {
      quoted(next);
    } else {
      plain(next);
    }
  }

  private void quoted(byte next) {
    boolean ends = next == '"' && !escaped;
    escaped = next == '\\' && !escaped;
    quoted = !ends;
    if (naming && depth == 1) {
      boolean goesOn =
          ends ? named == 2 : (named == 0 && next == 'i') || (named == 1 && next == 'd');
      named = goesOn ? named + 1 : -1;
    }
  }

  private void plain(byte next) {
    switch (next) {
      case '"' -> {
        none = !begun;
        quoted = true;
        named = 0;
      }
      case '{', '[' -> {
        none = !begun && next == '[';
        begun = true;
        depth++;
        naming = depth == 1;
      }
      case '}', ']' -> depth--;
      case ',' -> naming = depth == 1;
      case ':' -> {
        if (depth == 1) {
          valued = naming && named == 3;
          naming = false;
        }
      }
      case ' ', '\t', '\r', '\n' -> {
        // between the parts
      }
      default -> none = !begun;
    }
  }

  private void keep(byte next) {
    if (length == LONGEST) {
      valued = false;
      length = 0;
    } else {
      value[length++] = next;
    }
  }
}
