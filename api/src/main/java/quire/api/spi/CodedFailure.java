package quire.api.spi;

import java.util.Optional;

/** The cause of a store's failure with the platform's own name for it, which no message shows. */
public final class CodedFailure extends Exception {
  private final String code;

  public CodedFailure(String code, Throwable cause) {
    super(code, cause);
    this.code = code;
  }

  /** {@return the code of the failure that led to this one, such as {@code SQLITE_IOERR_FSYNC}} */
  public static Optional<String> of(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof CodedFailure coded) {
        return Optional.of(coded.code);
      }
    }
    return Optional.empty();
  }
}
