package quire.api;

/** The store's content is not sound, or is no store of ours. It was left as it is (R14). */
public final class StoreDamagedException extends StoreException {
  public StoreDamagedException(String message) {
    super(message);
  }

  public StoreDamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
