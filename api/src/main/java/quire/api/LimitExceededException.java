package quire.api;

/** The call exceeds a limit of the store. Nothing was written (R17). */
public final class LimitExceededException extends StoreException {
  public LimitExceededException(String message) {
    super(message);
  }

  public LimitExceededException(String message, Throwable cause) {
    super(message, cause);
  }
}
