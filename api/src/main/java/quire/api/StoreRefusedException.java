package quire.api;

/**
 * The write cannot be carried out on what the store holds; the message names the part and the
 * remedy. Nothing was written.
 */
public final class StoreRefusedException extends StoreException {
  public StoreRefusedException(String message) {
    super(message);
  }

  public StoreRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
