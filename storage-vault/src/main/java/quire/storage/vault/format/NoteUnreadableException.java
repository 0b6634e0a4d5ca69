package quire.storage.vault.format;

/** A note's text is not understood well enough to be edited safely; the message says why. */
public final class NoteUnreadableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  NoteUnreadableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
