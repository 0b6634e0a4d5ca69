package quire.mcp.protocol;

import org.jspecify.annotations.Nullable;
import quire.mcp.json.MessageSource;
import quire.mcp.json.RequestId;

/**
 * What a transport found where a message should be.
 *
 * @param message its bytes; none of what is no text or too long
 * @param id that of a message that is too long, as far as it was found
 */
public record Input(Kind kind, MessageSource message, @Nullable RequestId id) {
  /** Whether there may be a message in it. */
  public enum Kind {
    TEXT,
    /** No UTF-8, or with characters that JSON forbids. */
    NOT_TEXT,
    /** Longer than the limit, or than there is memory for. */
    TOO_LONG
  }

  public static final Input NOT_TEXT = new Input(Kind.NOT_TEXT, MessageSource.EMPTY, null);

  public static Input text(MessageSource message) {
    return new Input(Kind.TEXT, message, null);
  }

  public static Input tooLong(@Nullable RequestId id) {
    return new Input(Kind.TOO_LONG, MessageSource.EMPTY, id);
  }
}
