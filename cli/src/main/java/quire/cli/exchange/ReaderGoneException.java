package quire.cli.exchange;

/** Whoever read the standard output has stopped, or it cannot be written. */
public final class ReaderGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;
}
