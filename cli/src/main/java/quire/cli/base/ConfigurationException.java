package quire.cli.base;

/** A setting is not understood; the message names the place, the key and what it may be. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ConfigurationException(String message) {
    super(message);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }

  /** {@return the message, which no failure goes without} */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
