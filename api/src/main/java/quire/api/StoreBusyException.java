package quire.api;

/** Another writer holds the store. Nothing was written: the call can be repeated as it is (R13). */
public final class StoreBusyException extends StoreException {
  public StoreBusyException(String message) {
    super(message);
  }

  public StoreBusyException(String message, Throwable cause) {
    super(message, cause);
  }
}
