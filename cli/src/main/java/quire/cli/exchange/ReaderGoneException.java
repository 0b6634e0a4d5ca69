package quire.cli.exchange;

/** Whoever read the standard output has stopped, or it cannot be written. */
final class ReaderGoneException extends RuntimeException {}
