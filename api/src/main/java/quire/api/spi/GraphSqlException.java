package quire.api.spi;

/** A statement has no answer; the message says why and what to do. Nothing was changed. */
public final class GraphSqlException extends RuntimeException {
  /** Is about the statement itself. */
  public GraphSqlException(String message) {
    super(message);
  }

  /** Keeps what the engine said. */
  public GraphSqlException(String message, Throwable cause) {
    super(message, cause);
  }
}
