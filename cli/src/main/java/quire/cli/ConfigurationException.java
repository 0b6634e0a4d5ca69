package quire.cli;

/** A setting is not understood; the message names the place, the key and what it may be. */
final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConfigurationException(String message) {
    super(message);
  }

  ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }

  /** {@return the message, which no failure goes without} */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
