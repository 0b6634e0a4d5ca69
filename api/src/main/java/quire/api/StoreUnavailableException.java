package quire.api;

/**
 * The store cannot be reached or used now (gone, replaced, no permission, no space). Nothing was
 * written; calls succeed again once the cause that the message names is gone.
 */
public final class StoreUnavailableException extends StoreException {
  public StoreUnavailableException(String message) {
    super(message);
  }

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
