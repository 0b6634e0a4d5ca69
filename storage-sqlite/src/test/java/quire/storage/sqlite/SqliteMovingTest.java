package quire.storage.sqlite;

import quire.conformance.MovingContract;

class SqliteMovingTest extends MovingContract {
  SqliteMovingTest() {
    super(new SqliteBackend());
  }
}
