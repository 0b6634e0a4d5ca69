package quire.cli.base;

import quire.api.EntityNotFoundException;
import quire.api.LimitExceededException;
import quire.api.StoreBusyException;
import quire.api.StoreDamagedException;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.api.StoreReadOnlyException;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.api.StoreUndecidedException;

/** What the process tells its caller; documented in docs/configuration.md. */
public enum ExitCode {
  OK(0),
  /** The command could not do its work; the message says why. */
  FAILED(1),
  /** The command line is not understood. */
  USAGE(2),
  /** A configuration file or a QUIRE_ variable is not understood. */
  CONFIGURATION(3),
  /** What was asked for is not in the store. */
  NOT_FOUND(4),
  /** Another process held the store until the deadline: nothing was written, try again. */
  BUSY(5),
  /** The store cannot be reached, read or written now. */
  UNAVAILABLE(6),
  /** The store is damaged and was left as it is. */
  DAMAGED(7),
  /** There was nothing to stop. */
  NOTHING_TO_DO(8),
  /** A server that should have ended still runs. */
  SURVIVED(9);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static ExitCode of(StoreException failure) {
    return switch (failure) {
      case StoreBusyException busy -> BUSY;
      case StoreUnavailableException unavailable -> UNAVAILABLE;
      case StoreReadOnlyException readOnly -> UNAVAILABLE;
      case StoreDamagedException damaged -> DAMAGED;
      case EntityNotFoundException missing -> NOT_FOUND;
      case LimitExceededException limit -> FAILED;
      case StoreRefusedException refused -> FAILED;
      case StoreUndecidedException undecided -> FAILED;
      case StoreInterruptedException interrupted -> FAILED;
    };
  }
}
