package quire.api;

/**
 * The commit failed in a way that leaves open whether the write happened. It happened completely or
 * not at all; repeating the call is safe (R13).
 */
public final class StoreUndecidedException extends StoreException {
  public StoreUndecidedException(String message) {
    super(message);
  }

  public StoreUndecidedException(String message, Throwable cause) {
    super(message, cause);
  }
}
