package quire.api;

import java.util.Optional;
import quire.api.spi.CodedFailure;

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

  /**
   * {@return the platform's own name for what failed, for reports and programs; empty if there is
   * none} A message never shows it.
   */
  public Optional<String> code() {
    return CodedFailure.of(this);
  }

  /** {@return the message, which no failure goes without} */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
