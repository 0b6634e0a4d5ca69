package quire.storage.postgresql.write;

import quire.storage.postgresql.read.ChangeLog;

/** Pieces of the statements that write. */
final class Sql {
  /** The number of the newest change, which the lock keeps as it is. */
  static final String NEWEST = "(" + ChangeLog.NEWEST + ") newest";

  private Sql() {}
}
