package quire.storage.sqlite;

import quire.conformance.ClosingContract;

class SqliteClosingTest extends ClosingContract {
  SqliteClosingTest() {
    super(new SqliteBackend());
  }
}
