package quire.api;

/**
 * The store can be read but not written by this process, because of its configuration or its newer
 * format, or because it has moved (R30). Nothing was written.
 */
public final class StoreReadOnlyException extends StoreException {
  public StoreReadOnlyException(String message) {
    super(message);
  }

  public StoreReadOnlyException(String message, Throwable cause) {
    super(message, cause);
  }
}
