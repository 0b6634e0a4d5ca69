package quire.api;

/**
 * A call on a store failed. One case per reaction a caller can have; the message states what was
 * attempted, on what, what holds now and what to do next.
 */
public abstract sealed class StoreException extends RuntimeException
    permits StoreBusyException,
        StoreUnavailableException,
        StoreUndecidedException,
        StoreDamagedException,
        StoreReadOnlyException,
        StoreRefusedException,
        StoreInterruptedException,
        EntityNotFoundException,
        LimitExceededException {

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** {@return the message, which no failure goes without} */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
