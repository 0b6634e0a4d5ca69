package quire.mcp.protocol;

import quire.mcp.json.MessageSource;

/**
 * What a transport found where a message should be.
 *
 * @param message its bytes; none of what is no text or too long
 */
public record Input(Kind kind, MessageSource message) {
  /** Whether there may be a message in it. */
  public enum Kind {
    TEXT,
    /** No UTF-8, or with characters that JSON forbids. */
    NOT_TEXT,
    /** Longer than the limit, or than there is memory for. */
    TOO_LONG
  }

  public static final Input NOT_TEXT = new Input(Kind.NOT_TEXT, MessageSource.EMPTY);
  public static final Input TOO_LONG = new Input(Kind.TOO_LONG, MessageSource.EMPTY);

  public static Input text(MessageSource message) {
    return new Input(Kind.TEXT, message);
  }
}
