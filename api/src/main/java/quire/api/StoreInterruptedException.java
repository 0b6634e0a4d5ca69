package quire.api;

/** The calling thread was interrupted, which cancels a read. Nothing was written. */
public final class StoreInterruptedException extends StoreException {
  public StoreInterruptedException(String message) {
    super(message);
  }

  public StoreInterruptedException(String message, Throwable cause) {
    super(message, cause);
  }
}
