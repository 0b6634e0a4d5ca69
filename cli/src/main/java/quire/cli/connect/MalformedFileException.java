package quire.cli.connect;

/** A client's file is not one that its client could read, so it is left alone. */
final class MalformedFileException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedFileException(String message) {
    super(message);
  }

  /** {@return the message, which no failure goes without} */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
