package quire.storage.postgresql.server;

import java.sql.SQLException;

/** Carries a failure of the database through code that knows of none. */
public final class UncheckedSqlException extends RuntimeException {
  private final SQLException failure;

  public UncheckedSqlException(SQLException failure) {
    super(failure);
    this.failure = failure;
  }

  public SQLException failure() {
    return failure;
  }
}
