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
  OK(0, "Done."),
  FAILED(1, "The command could not do its work; the message says why."),
  USAGE(2, "The command line is not understood."),
  CONFIGURATION(3, "A configuration file or a QUIRE_ variable is not understood."),
  NOT_FOUND(4, "What was asked for is not in the store."),
  BUSY(5, "Another process held the store until the deadline: nothing was written, try again."),
  UNAVAILABLE(6, "The store cannot be reached, read or written now."),
  DAMAGED(7, "The store is damaged and was left as it is."),
  NOTHING_TO_DO(8, "There was nothing to stop."),
  SURVIVED(9, "A server that should have ended still runs.");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /** {@return a sentence for the manual} */
  public String meaning() {
    return meaning;
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
