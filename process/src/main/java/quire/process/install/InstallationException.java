package quire.process.install;

/** An installation is not whole, or could not be changed; the message says what holds now. */
public final class InstallationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InstallationException(String message) {
    super(message);
  }

  public InstallationException(String message, Throwable cause) {
    super(message, cause);
  }
}
