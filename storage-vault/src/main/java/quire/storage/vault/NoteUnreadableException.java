package quire.storage.vault;

/** A note's text is not understood well enough to be edited safely; the message says why. */
final class NoteUnreadableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  NoteUnreadableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
